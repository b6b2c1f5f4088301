import { createHash } from "node:crypto";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { buildSync } from "esbuild";

/** The house, wherever the program was started. */
const root = path.resolve(import.meta.dirname, "..");

/** Those of `functions/` that AWS Lambda runs; what is in an image is bundled by its Dockerfile. */
const lambdas = ["cache-password", "manifest", "proof-age", "roles", "switch"] as const;
type Lambda = (typeof lambdas)[number];

/**
 * One of `functions/` as AWS Lambda takes it: a file with all that it needs but AWS's clients, which the runtime has
 * (Lambda's Developer Guide, "Runtime-included SDK versions"). The same source makes the same bytes, on any machine, so
 * that a deployment without a change changes nothing.
 */
export function bundle(name: Lambda): { archive: pulumi.asset.Archive; sha256: string } {
    const text = bundled(name);
    const archive = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(text) });
    return { archive, sha256: createHash("sha256").update(text).digest("hex") };
}

let texts: Map<string, string> | undefined;

/** All at once, when the first is asked for: each run of esbuild is a process, and they share most of what they read. */
export function bundled(name: Lambda): string {
    texts ??= new Map(built().map(({ path: file, text }) => [path.basename(path.dirname(file)), text]));
    return texts.get(name)!;
}

function built() {
    return buildSync({
        absWorkingDir: root,
        entryPoints: lambdas.map((name) => path.join("functions", name, "index.ts")),
        bundle: true,
        // Nothing is written: the folder only tells the texts apart.
        write: false,
        outdir: "out",
        outbase: "functions",
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
    }).outputFiles;
}
