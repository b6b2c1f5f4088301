const PLACEHOLDER = /\{\{ *(\w+) *\}\}/g;

/** What placeholders of the workflow are called in Datadog: `{{orderId}}` is `{{ ORDER_ID }}`. */
export class Variables {
    private readonly names = new Map([["random", "RANDOM"]]);
    private cookies = 0;

    /** A captured value. Datadog wants capitals, digits and underscores, at least three. */
    add(name: string, at: string): string {
        const own = name.replace(/(?<=[a-z\d])(?=[A-Z])/g, "_").toUpperCase();
        const isTaken = !this.names.has(name) && [...this.names.values()].includes(own);
        if (own.length < 3 || isTaken)
            throw new Error(
                `workflow.yaml: ${at} captures ${name}, which can't be called ${own} in Datadog's Synthetic tests; use another name of three letters or more.`,
            );
        this.names.set(name, own);
        return own;
    }

    cookie(): string {
        this.cookies += 1;
        return `COOKIE_${this.cookies}`;
    }

    inText(text: string, at: string): string {
        return text.replace(PLACEHOLDER, (_, name: string) => {
            const own = this.names.get(name);
            if (own === undefined)
                throw new Error(`workflow.yaml: ${at} uses {{${name}}}, which has no value.`);
            return `{{ ${own} }}`;
        });
    }

    /** The same in all of a body. What was captured was text or number there, and is always text here. */
    in(document: unknown, at: string): unknown {
        if (typeof document === "string") {
            const [, name] = /^\{\{ *(\w+) *\}\}$/.exec(document) ?? [];
            if (name !== undefined && name !== "random")
                throw new Error(
                    `workflow.yaml: ${at} sends {{${name}}} as a whole value, which may be a number, and Datadog's Synthetic tests send it as a text; use it in a path, a header or within a longer text.`,
                );
            return this.inText(document, at);
        }
        if (Array.isArray(document)) return document.map((item) => this.in(item, at));
        if (typeof document !== "object" || document === null) return document;
        return Object.fromEntries(Object.entries(document).map(([key, item]) => [key, this.in(item, at)]));
    }

    /** True where a text has to be filled in first. */
    static isIn(value: unknown): boolean {
        return JSON.stringify(value)?.includes("{{") ?? false;
    }
}
