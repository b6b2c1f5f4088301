import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const made = new Map<string, string>();

/** The program that the Dockerfile of an image bundles, by the very command that it says. Made once. */
export function imageBundle(image: string): string {
    const known = made.get(image);
    if (known !== undefined) return known;
    const lines = readFileSync(path.join(root, "images", image, "Dockerfile"), "utf8").split("\n");
    const command = lines.find((line) => line.startsWith("RUN npx --no-install esbuild "));
    if (command === undefined) throw new Error(`images/${image}/Dockerfile bundles nothing.`);
    const args = command.split(" ").slice(4);
    // Without a place for it, esbuild prints what it made.
    const shown = args.filter((arg) => !arg.startsWith("--outfile="));
    const text = execFileSync(path.join(root, "node_modules/.bin/esbuild"), shown, {
        cwd: root,
        encoding: "utf8",
        maxBuffer: 64 * 2 ** 20,
        stdio: ["ignore", "pipe", "pipe"],
    });
    made.set(image, text);
    return text;
}
