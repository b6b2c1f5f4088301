/** Names under which people keep what no file may say. */
const SECRET = "pass(?:word|wd|phrase)|secret|token|credentials?|api[-_]?key|private[-_]?key|authorization";
/** Names of what lets somebody in for a while: it may come along, and is not shown. */
const SESSION = "cookie|session|session[-_]?id|jwt|otp";

const NAMES_SECRET = new RegExp(`(?:${SECRET})$`, "i");
const NAMES_HIDDEN = new RegExp(`(?:${SECRET}|${SESSION})$`, "i");

/**
 * Secrets that nobody named, by how they look; what is kept of each match is its first group. What is looked for ahead has
 * an end, so that a long body takes no longer than it is.
 */
const LOOKS = [
    // A member of JSON, whole or cut off.
    new RegExp(`("[\\w-]*(?:${SECRET}|${SESSION})"\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"?|[^\\s,"}\\]]+)`, "gi"),
    new RegExp(`([?&;][\\w-]*(?:${SECRET}|${SESSION})=)[^&;\\s"'<>]+`, "gi"),
    /(\b(?:bearer|basic)\s+)[\w+/=.~-]{8,}/gi,
    /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@"']{1,300}@/gi,
    /()\beyJ[\w-]{8,}(?:\.[\w-]*){0,2}/g,
    /()\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
    // An opaque token: longer than any word, and no UUID, which says what is meant more often than it lets in.
    /()\b(?=[A-Za-z0-9+/_=]{0,99}\d)(?=[A-Za-z0-9+/_=]{0,99}[A-Za-z])[A-Za-z0-9+/_=]{32,}/g,
];

/** True for the name of a value that no file may spell out. */
export function isSecret(name: string): boolean {
    return NAMES_SECRET.test(name);
}

/** True for the name of a value that no log may show. */
export function isHidden(name: string): boolean {
    return NAMES_HIDDEN.test(name.replace(/['"\]]+$/, ""));
}

/** What a run has learned that no log may show. */
export class Confidential {
    private readonly values = new Set<string>();

    add(value: string): void {
        // A shorter one is part of too many words, and lets nobody in.
        if (value.length < 4) return;
        for (const form of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])
            this.values.add(form);
    }

    /** The text without them, on one line, and of at most this many characters. */
    hide(text: string, most = 300): string {
        let shown = text;
        // The longest first: one may be part of another.
        for (const value of [...this.values].sort((one, other) => other.length - one.length))
            shown = shown.replaceAll(value, "[hidden]");
        for (const look of LOOKS) shown = shown.replace(look, "$1[hidden]");
        shown = shown.replace(/[\s\p{Cc}]+/gu, " ").trim();
        return shown.length > most ? `${shown.slice(0, most)}…` : shown;
    }
}
