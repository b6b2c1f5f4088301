import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseDocument } from "yaml";
import { Misuse } from "../misuse.ts";

/** Reads a YAML file whose top is a map; says which line is wrong where it can't. */
export function readYaml(path: string): Record<string, unknown> {
    const document = parseDocument(readFileSync(path, "utf8"), { prettyErrors: true });
    const [error] = document.errors;
    if (error) throw new Misuse(`${basename(path)} is not valid YAML: ${error.message}`);
    const content: unknown = document.toJS();
    if (content === null || content === undefined) return {};
    if (typeof content !== "object" || Array.isArray(content)) {
        throw new Misuse(
            `${basename(path)} holds ${JSON.stringify(content).slice(0, 40)}; it must be a map of keys.`,
        );
    }
    return content as Record<string, unknown>;
}
