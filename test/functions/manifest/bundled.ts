import { bundled } from "../../../stacks/bundle.ts";
import { inLambda } from "../../support/lambda.ts";

const code = await bundled("manifest");

/** For a suite: the function as AWS runs it. `env` is what the deployment tells it; not even AWS's SDK is near it. */
export function bundledManifest() {
    const env: Record<string, string> = { AWS_REGION: "eu-central-1" };
    return { code, env, ...inLambda(code, { env }) };
}
