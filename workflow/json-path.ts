/** Where something is in a JSON document: `$.orders[0].id`, as in RFC 9535, without its wildcards and filters. */
type Parts = (string | number)[];

const PART = /\.([A-Za-z_][\w-]*)|\[(\d{1,6})\]|\['([^'\\]*)'\]/y;

/** The steps of a path, or undefined for a text that is none. */
export function partsOf(path: string): Parts | undefined {
    if (!path.startsWith("$")) return undefined;
    const parts: Parts = [];
    let at = 1;
    while (at < path.length) {
        PART.lastIndex = at;
        const match = PART.exec(path);
        if (match === null) return undefined;
        const [, member, index, quoted] = match;
        parts.push(index === undefined ? (member ?? quoted ?? "") : Number(index));
        at = PART.lastIndex;
    }
    return parts;
}

/** What stands there, or undefined where nothing does. */
export function valueAt(document: unknown, path: string): unknown {
    return (partsOf(path) ?? ["not a path"]).reduce<unknown>((value, part) => {
        const isInside =
            typeof part === "number"
                ? Array.isArray(value)
                : typeof value === "object" && value !== null && !Array.isArray(value);
        return isInside && Object.hasOwn(value as object, part)
            ? (value as Record<string | number, unknown>)[part]
            : undefined;
    }, document);
}
