import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { ended } from "./command.ts";

/** What AWS Lambda's runtime does: it loads index.handler, and hands over an event and how much time is left. */
const RUNTIME = `
    const { handler } = require("./index.js");
    const { event, leftMs } = JSON.parse(process.argv[2]);
    handler(event, { getRemainingTimeInMillis: () => leftMs }).then(
        (answer) => process.stdout.write("\\nANSWER " + JSON.stringify(answer ?? null)),
        (error) => process.stdout.write("\\nERROR " + error.message),
    );`;

interface Deployed {
    /** What lies beside the bundle. */
    files?: Record<string, string>;
    /** What every run is told. */
    env?: Record<string, string>;
}

/** AWS's SDK, for a bundle that leaves it out: it comes with the runtime. */
export const withSdk = { NODE_PATH: path.resolve("node_modules") };

/** For a suite: a bundle in processes of its own, with nothing near it but what is deployed with it. */
export function inLambda(code: string, { files = {}, env: always = {} }: Deployed = {}) {
    const folder = mkdtempSync(path.join(tmpdir(), "airworthy-bundle-"));
    before(() => {
        const all = { "index.js": code, "runtime.js": RUNTIME, ...files };
        for (const [name, text] of Object.entries(all)) writeFileSync(path.join(folder, name), text);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    const start = (event: unknown, env: Record<string, string> = {}, leftMs = 300_000) =>
        spawn(process.execPath, ["runtime.js", JSON.stringify({ event, leftMs })], {
            cwd: folder,
            env: { PATH: process.env.PATH, LAMBDA_TASK_ROOT: folder, ...always, ...env },
            stdio: ["ignore", "pipe", "pipe"],
        });
    const invoke = async (event: unknown, env: Record<string, string> = {}, leftMs?: number) => {
        const { stdout, stderr } = await ended(start(event, env, leftMs));
        const lines = stdout.split("\n").filter(Boolean);
        const log = lines
            .filter((line) => line.startsWith("{"))
            .map((line) => JSON.parse(line) as Record<string, unknown>);
        return { answer: lines.at(-1)!, log, stdout, all: stdout + stderr };
    };
    return { folder, start, invoke };
}

/** The packages that a bundle still asks for: neither in it nor node's own. */
export function askedForBy(code: string): string[] {
    const asked = [...code.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name!);
    return [...new Set(asked.filter((name) => !isBuiltin(name)))].sort();
}
