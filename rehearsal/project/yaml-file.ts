import { basename } from "node:path";
import { parseDocument } from "yaml";
import { Misuse } from "../misuse.ts";
import { readText } from "./read-file.ts";
import { SCALARS } from "./yaml-scalars.ts";

/** Reads a YAML file whose top is a map; says which line is wrong where it can't. */
export function readYaml(path: string): Record<string, unknown> {
    const content = parsed(path, readText(path));
    if (content === null || content === undefined) return {};
    if (typeof content !== "object" || Array.isArray(content)) {
        throw new Misuse(
            `${basename(path)} holds ${JSON.stringify(content).slice(0, 40)}; it must be a map of keys.`,
        );
    }
    return content as Record<string, unknown>;
}

function parsed(path: string, text: string): unknown {
    try {
        const document = parseDocument(text, { merge: true, customTags: (tags) => [...SCALARS, ...tags] });
        const [error] = document.errors;
        if (error) throw error;
        return document.toJS(); // refuses aliases that multiply
    } catch (error) {
        const { name, message } = error as Error;
        // The parser's own errors show the line; any other is about the size that the text would unfold to.
        const why = name.startsWith("YAML") ? message.trimEnd() : `${message}.`;
        throw new Misuse(`${basename(path)} is not valid YAML: ${why}`);
    }
}
