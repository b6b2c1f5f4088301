import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const HOUSE = path.resolve(import.meta.dirname, "../..");

/** The image's programs, by the very command that its Dockerfile says, in a new folder that everybody may read. */
export function bundleExample(): string {
    const folder = mkdtempSync(path.join(tmpdir(), "airworthy-example-"));
    chmodSync(folder, 0o755);
    const dockerfile = readFileSync(path.join(HOUSE, "example/Dockerfile"), "utf8");
    const command = dockerfile.split("\n").find((line) => line.startsWith("RUN npx --no-install esbuild "));
    const args = command!.split(" ").slice(4);
    const moved = args.map((arg) => (arg.startsWith("--outdir=") ? `--outdir=${folder}` : arg));
    execFileSync(path.join(HOUSE, "node_modules/.bin/esbuild"), [...moved, "--log-level=warning"], {
        cwd: HOUSE,
        stdio: "inherit",
    });
    cpSync(path.join(HOUSE, "example/migrations"), path.join(folder, "migrations"), { recursive: true });
    return folder;
}
