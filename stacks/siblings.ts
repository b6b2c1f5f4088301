import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";

/** What an environment of this project has set, as its file says it; undefined where there is no such file. */
export function fileOf(stack: string): unknown {
    const file = `Pulumi.${stack}.yaml`;
    return existsSync(file) ? Object(parse(readFileSync(file, "utf8"))).config : undefined;
}

/** All environments of this project that have a file, by their names. */
export function filesHere(): Record<string, unknown> {
    const names = readdirSync(".").flatMap((file) => /^Pulumi\.([\w.-]+)\.yaml$/.exec(file)?.[1] ?? []);
    return Object.fromEntries(names.map((name) => [name, fileOf(name)]));
}
