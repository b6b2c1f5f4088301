import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { isMap, isScalar, parseDocument, Scalar, type Document } from "yaml";
import { Refusal } from "../command.ts";

/** Where a generation came from, in literals, as Pulumi.<stack>.yaml has it. */
export type Origin = { resourceId: string; time: string } | { snapshot: string };
/** One that starts empty, to follow another. */
export const EMPTY = {};

export interface Generation {
    version: number | string;
    snapshot?: string;
    resourceId?: string;
    time?: string;
    /** The database of another region that it follows, or followed. */
    replicaOf?: string;
    retire?: string;
}

/** The database's part of Pulumi.<stack>.yaml, and the text that it was read from. */
export interface Settings {
    text: string;
    active: string;
    /** The generation that the poolers may reach beside the active one: a change-over to it has begun. */
    next?: string | undefined;
    generations: Record<string, Generation>;
}

const DATABASE = ["config", "airworthy:database"];
const GENERATIONS = [...DATABASE, "generations"];

export function readSettings(file: string): Settings {
    const text = readFileSync(file, "utf8");
    const document = documentOf(text, file);
    const active = document.getIn([...DATABASE, "active"]);
    const next = document.getIn([...DATABASE, "next"]);
    const generations = document.getIn(GENERATIONS);
    if (typeof active !== "string" || !isMap(generations)) {
        throw new Refusal(
            `${path.basename(file)}: airworthy:database has no active, or no generations; see the comments in Pulumi.yaml.`,
        );
    }
    if (next !== undefined && typeof next !== "string") {
        throw new Refusal(`${path.basename(file)}: airworthy:database.next is no name; use a generation's.`);
    }
    return { text, active, next, generations: generations.toJSON() as Record<string, Generation> };
}

/** The text with one more generation. Comments, order and the way that things are written stay. */
export function withGeneration(
    text: string,
    name: string,
    version: number,
    origin: Origin | typeof EMPTY,
): string {
    const document = documentOf(text, name);
    document.setIn([...GENERATIONS, name], document.createNode({ version, ...origin }));
    // In quotes: Pulumi reads a bare one as a date, and hands on another text.
    if ("time" in origin) {
        const time = new Scalar(origin.time);
        time.type = Scalar.QUOTE_DOUBLE;
        document.setIn([...GENERATIONS, name, "time"], time);
    }
    return document.toString({ lineWidth: 0 });
}

export function withRetirement(text: string, name: string, reason: string): string {
    const document = documentOf(text, name);
    document.setIn([...GENERATIONS, name, "retire"], reason);
    return document.toString({ lineWidth: 0 });
}

/** The text with `active` in use, and the way open to `next`, or to no other. */
export function withActive(text: string, active: string, next?: string): string {
    const document = documentOf(text, active);
    const database = document.getIn(DATABASE);
    if (!isMap(database)) throw new Refusal("airworthy:database is no map; see the comments in Pulumi.yaml.");
    database.set("active", active);
    if (next === undefined || database.has("next")) {
        if (next === undefined) database.delete("next");
        else database.set("next", next);
    } else {
        const at = database.items.findIndex(({ key }) => isScalar(key) && key.value === "active");
        database.items.splice(at + 1, 0, document.createPair("next", next));
    }
    return document.toString({ lineWidth: 0 });
}

export function withoutGeneration(text: string, name: string): string {
    const document = documentOf(text, name);
    document.deleteIn([...GENERATIONS, name]);
    return document.toString({ lineWidth: 0 });
}

/** Whether a generation began as this one does. */
export function isFrom(generation: Generation, origin: Origin): boolean {
    if ("snapshot" in origin) return generation.snapshot === origin.snapshot;
    return generation.resourceId === origin.resourceId && generation.time === origin.time;
}

/** Puts a new text in the place of the one that was read: wholly or not at all, and only if nobody changed it since. */
export function replaceFile(file: string, before: string, after: string): void {
    const draft = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`);
    const handle = openSync(draft, "w", 0o644);
    writeSync(handle, after);
    fsyncSync(handle);
    closeSync(handle);
    if (readFileSync(file, "utf8") !== before) {
        rmSync(draft);
        throw new Refusal(
            `${path.basename(file)} was changed by somebody else just now; look at it, and run it again.`,
        );
    }
    renameSync(draft, file);
}

function documentOf(text: string, file: string): Document {
    const document = parseDocument(text);
    const [fault] = document.errors;
    if (fault) throw new Refusal(`${path.basename(file)} is no YAML: ${fault.message}`);
    return document;
}
