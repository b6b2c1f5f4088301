import { isSecret } from "./confidential.ts";
import { isLeftOpen, namesIn, RANDOM } from "./placeholders.ts";

/** Something wrong that no part shows alone: where, and what to use. */
export interface Fault {
    path: string[];
    use: string;
}

/** Seconds that the steps together may wait for what comes later: three runs and the first minute fit the smoke test's time. */
const MOST_WAITING = 120;

/** What the parts of a workflow say about each other; of a document that may be anything. */
export function faultsBetween(document: unknown): Fault[] {
    const names = new Set<unknown>();
    const wait = { seconds: 0 };
    return ["steps", "always"].flatMap((list) => faultsIn(document, list, names, wait));
}

/** A list is taken alone, too: what the other one captures is not known in it. */
function faultsIn(document: unknown, list: string, names: Set<unknown>, wait: { seconds: number }): Fault[] {
    const known = new Set([RANDOM]);
    return listOf(member(document, list)).flatMap((step, index) => {
        const at = (...rest: string[]) => [list, String(index), ...rest];
        const faults: Fault[] = [];
        const refuse = (path: string[], use: string) => void faults.push({ path: at(...path), use });
        const given = [...known].join(", ");
        for (const { path, text } of textsIn(step)) {
            if (isLeftOpen(text)) refuse(path, "a }} after each {{");
            for (const name of namesIn(text).filter((one) => !known.has(one)))
                refuse(path, `one of ${given} instead of ${name}; a step captures for those after it`);
            if (spellsOut(path, text))
                refuse(path, "{{random}} or a captured value: what a file says is no secret");
        }
        const [name, method] = [member(step, "name"), member(step, "method")];
        if (names.has(name)) refuse(["name"], "a name that no other step has");
        const isSafe = method === "GET" || method === "HEAD";
        if (list === "always" && typeof method === "string" && !isSafe)
            refuse(["method"], "GET or HEAD: what always holds is looked at, and nothing is done for it");
        if (isSafe && member(step, "body") !== undefined) refuse(["body"], `no body with ${method}`);
        for (const [path, use] of readOfNothing(step)) refuse(path, `${use}: the answer has no body`);
        const seconds = member(step, "withinSeconds");
        if (typeof seconds === "number") {
            if (!isSafe) refuse(["withinSeconds"], "it with GET or HEAD: anything else would be done again");
            wait.seconds += seconds;
            if (wait.seconds > MOST_WAITING)
                refuse(["withinSeconds"], `at most ${MOST_WAITING} for all steps together`);
        }
        names.add(name);
        for (const captured of Object.keys(Object(member(step, "capture")) as object)) {
            if (known.has(captured)) refuse(["capture", captured], `another name than ${given}`);
            known.add(captured);
        }
        return faults;
    });
}

/** Every text of a step in which a placeholder is filled in, and where it stands. */
function textsIn(step: unknown): { path: string[]; text: string }[] {
    const inside = (value: unknown, path: string[]): { path: string[]; text: string }[] => {
        if (typeof value === "string") return [{ path, text: value }];
        if (typeof value !== "object" || value === null) return [];
        return Object.entries(value).flatMap(([key, item]) => inside(item, [...path, key]));
    };
    return ["path", "headers", "body", "expect"].flatMap((part) => inside(member(step, part), [part]));
}

/** True for a password, a token or the like that stands in the file itself. */
function spellsOut(path: string[], text: string): boolean {
    const isSent = path[0] === "headers" || path[0] === "body";
    return isSent && isSecret(path.at(-1)!) && text !== "" && namesIn(text).length === 0;
}

/** What is read of a body where HTTP has none: such a step could never pass. */
function readOfNothing(step: unknown): [path: string[], use: string][] {
    const expect = member(step, "expect");
    if (member(step, "method") !== "HEAD" && member(expect, "status") !== 204) return [];
    const captured = Object.entries(Object(member(step, "capture")) as object)
        .filter(([, from]) => member(from, "json") !== undefined)
        .map(([name]): [string[], string] => [["capture", name], "{ header: … }"]);
    return member(expect, "json") === undefined ? captured : [[["expect", "json"], "headers"], ...captured];
}

function listOf(value: unknown): unknown[] {
    return Array.isArray(value) ? value : [];
}

function member(value: unknown, key: string): unknown {
    const isMap = typeof value === "object" && value !== null && Object.hasOwn(value, key);
    return isMap ? (value as Record<string, unknown>)[key] : undefined;
}
