import { isCollection, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document } from "yaml";

/** Says everything that is wrong with a workflow, one line each: file, line, key, what was seen, what to use. */
export class WorkflowError extends Error {
    readonly faults: readonly string[];

    constructor(faults: string[]) {
        const lines = [...new Set(faults)];
        super(lines.join("\n"));
        this.name = "WorkflowError";
        this.faults = lines;
    }
}

export interface YamlFile {
    value: unknown;
    /** The line of a key, or of the nearest one around a key that is missing. */
    lineOf(path: string[]): number;
}

/** Steps by the dozen are a tenth of this; what is longer was not written by hand. */
const MOST_CHARACTERS = 100_000;
/** A body of this depth is no request that people make. */
const DEEPEST = 40;

/** What a file says, or a `WorkflowError`. Aliases are refused: what is meant shall stand where it is used. */
export function readYaml(text: string, file: string): YamlFile {
    const counter = new LineCounter();
    const refused = (offset: number, what: string) => `${file}:${counter.linePos(offset).line || 1}: ${what}`;
    if (text.length > MOST_CHARACTERS) {
        const use = `at most ${MOST_CHARACTERS}`;
        throw new WorkflowError([refused(0, `the file has ${text.length} characters; use ${use}.`)]);
    }
    try {
        const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
        // A warning is about a tag that nobody knows, whose value would be guessed.
        const wrong = [...document.errors, ...document.warnings].map(({ code, pos, message }) => {
            const [key = ""] = text.slice(pos[0]).split(/[:\n]/);
            if (code === "DUPLICATE_KEY")
                return refused(
                    pos[0],
                    `${key.replace(/["']/g, "").trim()} is there twice; use each key once.`,
                );
            const [said = ""] = message.split("\n");
            return refused(pos[0], `the file is not YAML: ${said.replace(/[.:]$/, "")}; use YAML 1.2.`);
        });
        visit(document, {
            Alias: (_, { source, range }) => {
                const use = "what it stands for";
                wrong.push(
                    refused(range?.[0] ?? 0, `there is an alias, *${source.slice(0, 50)}; use ${use}.`),
                );
            },
            Pair: (_, { key }) => {
                if (!isCollection(key)) return;
                wrong.push(refused(key.range?.[0] ?? 0, "a key is a list or a map; use a text."));
            },
            Collection: (_, { range }, around) => {
                if (around.filter(isCollection).length < DEEPEST) return undefined;
                wrong.push(refused(range?.[0] ?? 0, `it goes too deep; use at most ${DEEPEST} levels.`));
                return visit.BREAK;
            },
        });
        if (wrong.length > 0) throw new WorkflowError(wrong);
        return { value: document.toJS(), lineOf: (path) => lineOf(document, path, counter) };
    } catch (error) {
        if (error instanceof WorkflowError) throw error;
        // So deep that the parser itself gave up.
        const [said = ""] = String((error as Error).message).split("\n");
        throw new WorkflowError([refused(0, `the file is not readable: ${said}; use plain lists and maps.`)]);
    }
}

function lineOf(document: Document.Parsed, path: string[], counter: LineCounter): number {
    let node: unknown = document.contents;
    let offset = document.contents?.range[0] ?? 0;
    for (const part of path) {
        if (isMap(node)) {
            const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === part);
            if (pair === undefined) break;
            offset = (pair.key as { range?: [number] }).range?.[0] ?? offset;
            node = pair.value;
        } else if (isSeq(node)) {
            node = node.items[Number(part)];
            offset = (node as { range?: [number] } | undefined)?.range?.[0] ?? offset;
        } else break;
    }
    return counter.linePos(offset).line || 1;
}
