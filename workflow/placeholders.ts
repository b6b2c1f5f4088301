/** What a placeholder stands for: captured from an answer, or made up for the run. */
export type Values = ReadonlyMap<string, string | number | boolean>;

/** The value that is another one in each run, and the same all through it. */
export const RANDOM = "random";

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** The names between {{ and }}, in the order that they stand. */
export function namesIn(text: string): string[] {
    return [...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => name.trim());
}

/** True for a {{ that nothing closes: a slip of the pen that would be sent as it stands. */
export function isLeftOpen(text: string): boolean {
    return text.replace(PLACEHOLDER, "").includes("{{");
}

/** The text with its values; `write` makes them fit for where they go. */
export function filled(text: string, values: Values, write: (value: string) => string = String): string {
    return text.replace(PLACEHOLDER, (_, name: string) => write(String(valueOf(name.trim(), values))));
}

/** The same for all that is in a document. A text that is one placeholder and no more becomes the value, number or not. */
export function filledIn(document: unknown, values: Values): unknown {
    if (typeof document === "string") {
        const [name] = namesIn(document);
        const isWhole = name !== undefined && document.replace(PLACEHOLDER, "") === "";
        return isWhole && namesIn(document).length === 1 ? valueOf(name, values) : filled(document, values);
    }
    if (Array.isArray(document)) return document.map((item) => filledIn(item, values));
    if (typeof document !== "object" || document === null) return document;
    return Object.fromEntries(Object.entries(document).map(([key, item]) => [key, filledIn(item, values)]));
}

function valueOf(name: string, values: Values): string | number | boolean {
    const value = values.get(name);
    if (value === undefined) throw new Error(`{{${name}}} has no value; capture it in an earlier step`);
    return value;
}
