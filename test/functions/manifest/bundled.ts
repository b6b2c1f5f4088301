import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundled } from "../../../stacks/bundle.ts";
import { ended } from "../../support/command.ts";

/** What AWS's runtime does: it loads index.handler, and hands over an event and how much time is left. */
const RUNTIME = `
    const { handler } = require("./index.js");
    const context = { getRemainingTimeInMillis: () => Number(process.env.LEFT_SECONDS ?? 300) * 1000 };
    handler(JSON.parse(process.argv[2]), context).then(
        () => process.stdout.write("\\nDONE"),
        (error) => process.stdout.write("\\nERROR " + error.message),
    );`;

const code = await bundled("manifest");

/** For a suite: the bundle in processes of its own, as AWS runs it. `env` is what the deployment tells it. */
export function bundledManifest() {
    const folder = mkdtempSync(path.join(tmpdir(), "airworthy-bundle-"));
    const env: Record<string, string> = { AWS_REGION: "eu-central-1" };
    before(() => {
        writeFileSync(path.join(folder, "index.js"), code);
        writeFileSync(path.join(folder, "runtime.js"), RUNTIME);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    const started = (event: unknown, more: Record<string, string> = {}) =>
        spawn(process.execPath, ["runtime.js", JSON.stringify(event)], {
            cwd: folder,
            // Nothing is near it, not even AWS's SDK.
            env: { PATH: process.env.PATH, ...env, ...more },
            stdio: ["ignore", "pipe", "pipe"],
        });
    const invoke = async (event: unknown, more: Record<string, string> = {}) => {
        const { stdout, stderr } = await ended(started(event, more));
        const lines = stdout.split("\n");
        const logged = lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
        return { answer: lines.at(-1)!, logged, all: stdout + stderr };
    };
    return { code, env, started, invoke };
}
