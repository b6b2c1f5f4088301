import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The house, wherever the program was started. */
const root = path.resolve(import.meta.dirname, "..");

/**
 * The folder of one of `images/`, and a tag that says what Docker is given: the same files make the same tag, on any
 * machine, and others another one. A tag can be pushed once, so it must not stay the same while the contents change.
 */
export function contextOf(image: string): { context: string; tag: string } {
    const context = `images/${image}`;
    const folder = path.join(root, context);
    const left = readFileSync(path.join(folder, ".dockerignore"), "utf8").split("\n").filter(Boolean);
    const strange = left.find((line) => !/^[\w.-]+$/.test(line));
    if (strange !== undefined) {
        throw new Error(
            `${context}/.dockerignore: ${strange} is no file's name; use names, without patterns.`,
        );
    }
    const files = readdirSync(folder).filter((file) => !left.includes(file));
    const hash = createHash("sha256");
    for (const file of files.sort())
        hash.update(`${file}\0`)
            .update(readFileSync(path.join(folder, file)))
            .update("\0");
    return { context: `./${context}`, tag: hash.digest("hex").slice(0, 16) };
}
