import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const made = new Map<string, string>();

/** A program that the Dockerfile of an image bundles from functions/, by the very command that it says. Made once. */
export function imageBundle(image: string, name?: string): string {
    const key = `${image} ${name}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const lines = readFileSync(path.join(root, "images", image, "Dockerfile"), "utf8").split("\n");
    const begin = `RUN npx --no-install esbuild ${name === undefined ? "" : `functions/${name}/`}`;
    const command = lines.find((line) => line.startsWith(begin));
    if (command === undefined)
        throw new Error(`images/${image}/Dockerfile bundles nothing of ${name ?? "its own"}.`);
    const args = command.split(" ").slice(4);
    // Without a place for it, esbuild prints what it made.
    const shown = args.filter((arg) => !arg.startsWith("--outfile="));
    const text = execFileSync(path.join(root, "node_modules/.bin/esbuild"), shown, {
        cwd: root,
        encoding: "utf8",
        maxBuffer: 64 * 2 ** 20,
        stdio: ["ignore", "pipe", "pipe"],
    });
    made.set(key, text);
    return text;
}
