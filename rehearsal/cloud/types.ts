/** A TypeScript type as far as a stand-in value needs to know it. */
export type Shape =
    | { kind: "string" | "number" | "boolean" | "any" }
    | { kind: "list" | "map"; item: Shape }
    /** `name` is the interface's name in the package's types/output.d.ts: `rds.InstanceMasterUserSecret`. */
    | { kind: "object"; name: string };

export interface Member {
    name: string;
    /** Declared with `?` or with `| undefined`. */
    optional: boolean;
    shape: Shape;
    /** The member's documentation comment, empty when it has none. */
    doc: string;
}

/** Reads the type inside `pulumi.Output<…>` or `pulumi.Input<…>`. */
function parseShape(text: string): Shape {
    const type = unwrap(withoutUndefined(text.trim()));
    if (type === "string" || type === "number" || type === "boolean") return { kind: type };
    if (type.endsWith("[]"))
        return { kind: "list", item: parseShape(type.slice(0, -2).replace(/^\((.*)\)$/s, "$1")) };
    const map = /^\{\s*\[key: string\]:\s*(.*?);?\s*\}$/s.exec(type);
    if (map) return { kind: "map", item: parseShape(map[1] as string) };
    const object = /^outputs\.([\w.]+)$/.exec(type);
    if (object) return { kind: "object", name: object[1] as string };
    // One name of an enumeration is a string; of several types in a union none can be told to be wrong.
    if (/^(enums\.[\w.]+|"[^"|]*")$/.test(type) || /^pulumi\.ID$|^[A-Za-z]*ARN$/.test(type))
        return { kind: "string" };
    return { kind: "any" };
}

/** Members of the body of an interface or a class, `readonly` ones only for a class. */
export function parseMembers(body: string, onlyReadonly = false): Member[] {
    const members: Member[] = [];
    const start = /(\/\*\*(?:[^*]|\*(?!\/))*\*\/\s*)?^ +(readonly )?"?([\w$-]+)"?(\??): /gm;
    for (let match = start.exec(body); match; match = start.exec(body)) {
        const end = endOfType(body, start.lastIndex);
        const type = body.slice(start.lastIndex, end);
        if (!onlyReadonly || match[2]) {
            const optional = match[4] === "?" || /\|\s*undefined\s*>?$/.test(type);
            members.push({
                name: match[3] as string,
                optional,
                shape: parseShape(type),
                doc: match[1] ?? "",
            });
        }
        start.lastIndex = end;
    }
    return members;
}

/** The text between the braces that open after `opening`, or undefined when it is not in the source. */
export function bodyOf(source: string, opening: string): string | undefined {
    const at = source.indexOf(opening);
    if (at < 0) return undefined;
    const line = source.slice(source.lastIndexOf("\n", at) + 1, at);
    const indent = line.slice(0, line.length - line.trimStart().length);
    const from = source.indexOf("{", at) + 1;
    const end = source.indexOf(`\n${indent}}`, from);
    return source.slice(from, end < 0 ? undefined : end + 1);
}

function endOfType(text: string, from: number): number {
    let depth = 0;
    for (let at = from; at < text.length; at++) {
        const char = text[at] as string;
        if ("<{([".includes(char)) depth++;
        else if ("})]".includes(char) || (char === ">" && text[at - 1] !== "=")) depth--;
        else if (char === ";" && depth === 0) return at;
    }
    return text.length;
}

function withoutUndefined(type: string): string {
    return type.replace(/\s*\|\s*undefined$/, "").trim();
}

function unwrap(type: string): string {
    const match = /^pulumi\.(?:Output|Input)<(.*)>$/s.exec(type);
    return match ? unwrap(withoutUndefined((match[1] as string).trim())) : type;
}
