/** Shorter secrets would be found by accident in ordinary text. */
const SHORTEST = 6;
/** A line of a secret of many lines, such as a key, that gives it away by itself. */
const SHORTEST_LINE = 16;
/** Words that stand in ordinary text whoever marked them: switches, environments, engines, regions. */
const ORDINARY =
    /^(enabled?|disabled?|default|primary|public|private|production|staging|latest|postgres(ql)?|[a-z]{2}(-gov)?-[a-z]+-\d)$/i;
/** What may be Base64; from 12 characters on, for 8 bytes have as many. */
const MAYBE_BASE64 = /[A-Za-z0-9+/_-]{12,}={0,2}/g;
const HIDDEN = "[secret]";

/** Known secrets, to be found in text and taken out of it: as they are, or as JSON, a URL or Base64 spell them. */
export class SecretText {
    private readonly values = new Set<string>();
    private readonly spellings: string[];
    /** Words are found as words only: the secret "harbor" is not in "harbormaster". */
    private readonly words: RegExp[] = [];

    constructor(values: Iterable<string>) {
        const spellings = new Set<string>();
        for (const value of values) {
            if (value.length < SHORTEST || ORDINARY.test(value)) continue;
            this.values.add(value);
            if (/^[a-z]{1,11}$/i.test(value)) this.words.push(new RegExp(`\\b${value}\\b`, "g"));
            else for (const spelling of spellingsOf(value)) spellings.add(spelling);
        }
        this.spellings = [...spellings].sort((a, b) => b.length - a.length);
    }

    get isEmpty(): boolean {
        return this.values.size === 0;
    }

    isIn(text: string | number): boolean {
        if (typeof text === "number") return this.values.has(String(text));
        return !this.isEmpty && (this.isInPlain(text) || this.encoded(text).length > 0);
    }

    hide(text: string): string {
        if (this.isEmpty) return text;
        let result = text;
        for (const word of this.words) result = result.replace(word, HIDDEN);
        for (const found of [...this.spellings, ...this.encoded(text)]) {
            if (result.includes(found)) result = result.replaceAll(found, HIDDEN);
        }
        return result;
    }

    private isInPlain(text: string): boolean {
        return (
            this.spellings.some((spelling) => text.includes(spelling)) ||
            this.words.some((word) => text.search(word) >= 0)
        );
    }

    /** The parts of a text that hold a secret once they are decoded. */
    private encoded(text: string): string[] {
        const parts = text.match(MAYBE_BASE64) ?? [];
        return parts.filter((part) => this.isInPlain(Buffer.from(part, "base64").toString("utf8")));
    }
}

function spellingsOf(value: string): string[] {
    const lines = value.split(/\r?\n/).map((line) => line.trim());
    return [
        value,
        JSON.stringify(value).slice(1, -1),
        encodeURIComponent(value),
        ...(lines.length > 1 ? lines.filter((line) => line.length >= SHORTEST_LINE) : []),
    ];
}
