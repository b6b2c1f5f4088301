import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** The house, wherever the program was started. */
const root = path.resolve(import.meta.dirname, "..");

/** What is built: the images, the example for the processor of the application's tasks, and beside it the collector. */
export function contextsFor(cpuArchitecture: Architecture) {
    // The others stand alone, on the cheaper of Fargate's two processors.
    const contextOf = (image: string) =>
        buildOf(`images/${image}`, image === "collector" ? cpuArchitecture : "ARM64");
    return { contextOf, example: buildOf("example", cpuArchitecture) };
}

type Architecture = "X86_64" | "ARM64";

/**
 * What Docker is given to build the image of a folder, and a tag that says what it is made of: the same files make the
 * same tag, on any machine, and others another one. A tag can be pushed once, so it must not stay while the contents or
 * the processor change.
 */
function buildOf(folder: string, cpuArchitecture: Architecture) {
    const dockerfile = `${folder}/Dockerfile`;
    const hash = createHash("sha256").update(`${cpuArchitecture}\0`);
    for (const file of [dockerfile, ...givenTo(dockerfile)].sort())
        hash.update(`${file}\0`)
            .update(readFileSync(path.join(root, file)))
            .update("\0");
    const tag = hash.digest("hex").slice(0, 16);
    return { context: ".", dockerfile: `./${dockerfile}`, tag, cpuArchitecture };
}

/** The files that are let in, by the list beside the Dockerfile: nothing, and after it what the build copies. */
function givenTo(dockerfile: string): string[] {
    const list = `${dockerfile}.dockerignore`;
    const lines = readFileSync(path.join(root, list), "utf8").split("\n");
    const [first, ...rest] = lines.filter((line) => line !== "" && !line.startsWith("#"));
    const strange = rest.find((line) => !/^![\w./-]+$/.test(line));
    if (first !== "*" || strange !== undefined) {
        const seen = first === "*" ? strange : first;
        throw new Error(
            `${list}: ${seen} is no list of what is let in; use * and then !<path> for each path.`,
        );
    }
    return rest.flatMap((line) => {
        const given = line.slice(1);
        if (statSync(path.join(root, given)).isFile()) return [given];
        const inside = readdirSync(path.join(root, given), { recursive: true, encoding: "utf8" });
        const paths = inside.map((file) => path.posix.join(given, file.split(path.sep).join("/")));
        return paths.filter((file) => statSync(path.join(root, file)).isFile());
    });
}
