import { createHash } from "node:crypto";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { buildSync } from "esbuild";

/** The house, wherever the program was started. */
const root = path.resolve(import.meta.dirname, "..");

/**
 * One of `functions/` as AWS Lambda takes it: a file with all that it needs but AWS's clients, which the runtime has
 * (Lambda's Developer Guide, "Runtime-included SDK versions"). The same source makes the same bytes, on any machine, so
 * that a deployment without a change changes nothing.
 */
export function bundle(name: string): { archive: pulumi.asset.Archive; sha256: string } {
    const text = bundled(name);
    const archive = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(text) });
    return { archive, sha256: createHash("sha256").update(text).digest("hex") };
}

export function bundled(name: string): string {
    const { outputFiles } = buildSync({
        absWorkingDir: root,
        entryPoints: [path.join("functions", name, "index.ts")],
        bundle: true,
        write: false,
        platform: "node",
        target: "node22",
        // What pg's parts ask each other for is known at run time only in this format.
        format: "cjs",
        minify: true,
        // Short names in a stack trace help nobody at night.
        keepNames: true,
        legalComments: "inline",
        // The SDK's clients only: whether the runtime has its other packages, such as the signer of RDS, AWS does not say.
        // pg looks for the rest where it is installed: C bindings, and another company's workers.
        external: ["@aws-sdk/client-*", "pg-native", "pg-cloudflare"],
    });
    return outputFiles[0]!.text;
}
