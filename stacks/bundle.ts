import { createHash } from "node:crypto";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { build } from "esbuild";

/** The house, wherever the program was started. */
const root = path.resolve(import.meta.dirname, "..");

/** Those of `functions/` that AWS Lambda runs, with the log group of each; what is in an image is bundled by its Dockerfile. */
const logGroups = {
    "cache-password": "cache",
    cost: "cost",
    gate: "gate",
    manifest: "manifest",
    "proof-age": "restore-proof",
    roles: "roles",
    sleep: "sleep",
    smoke: "smoke",
    switch: "switch",
} as const;
type Logged = keyof typeof logGroups;
/** Synthetics chooses the group of what it runs. */
const lambdas = [...(Object.keys(logGroups) as Logged[]), "uptime"] as const;
type Lambda = (typeof lambdas)[number];

/** The code of one, and where it logs. */
export function functionsOf<Name>(logs: Record<(typeof logGroups)[Logged], { name: Name }>) {
    return (name: Logged) => ({ logGroupName: logs[logGroups[name]].name, code: bundle(name) });
}

/**
 * One of `functions/` as AWS Lambda takes it: a file with all that it needs but AWS's clients, which the runtime has
 * (Lambda's Developer Guide, "Runtime-included SDK versions"). The same source makes the same bytes, on any machine, so
 * that a deployment without a change changes nothing. `beside` are files that it finds in its folder, by name.
 */
export function bundle(name: Lambda, beside: Record<string, string> = {}) {
    const files = bundled(name).then((text) => ({ "index.js": text, ...beside }));
    return { archive: files.then(archiveOf), sha256: files.then(sha256Of) };
}

/** What ECS asks about a new version, one function each. */
export function checks(workflow: Record<string, string>) {
    return { gate: bundle("gate"), smoke: bundle("smoke", workflow), cost: bundle("cost") };
}

/** What looks from outside, in the folder where Synthetics looks for it (CloudWatch User Guide, "Packaging your Node.js canary files"). */
export function canary(workflow: Record<string, string>) {
    const start = 'exports.handler = () => require("./uptime.js").look(require("./workflow.json"));';
    const files = bundled("uptime").then((code) => {
        const all = Object.entries({ "index.js": start, "uptime.js": code, ...workflow });
        return Object.fromEntries(all.map(([name, text]) => [`nodejs/node_modules/${name}`, text]));
    });
    return { archive: files.then(archiveOf), sha256: files.then((all) => digestOf(all)) };
}

function archiveOf(files: Record<string, string>): pulumi.asset.Archive {
    const entries = Object.entries(files).map(([name, text]) => [name, new pulumi.asset.StringAsset(text)]);
    return new pulumi.asset.AssetArchive(Object.fromEntries(entries) as pulumi.asset.AssetMap);
}

/** Of the code; where there are other files, of all of them. */
function sha256Of({ "index.js": code, ...beside }: Record<string, string>): string {
    return digestOf(beside, code);
}

function digestOf(files: Record<string, string>, first = ""): string {
    const rest = Object.entries(files).flatMap(([name, text]) => ["\0", name, "\0", text]);
    return createHash("sha256")
        .update([first, ...rest].join(""))
        .digest("hex");
}

let texts: Promise<Map<string, string>> | undefined;

/**
 * All at once, when the first is asked for: each run of esbuild is a process, and they share most of what they read. The
 * program goes on meanwhile.
 */
export async function bundled(name: Lambda): Promise<string> {
    texts ??= built();
    return (await texts).get(name)!;
}

async function built(): Promise<Map<string, string>> {
    const { outputFiles } = await build({
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
    });
    return new Map(outputFiles.map(({ path: file, text }) => [path.basename(path.dirname(file)), text]));
}
