import type { Answer } from "./origin.ts";
import type { CachePolicy } from "./policy.ts";

interface Kept {
    answer: Answer;
    from: number;
    until: number;
}

/** What an edge keeps; the time is the test's, in seconds. */
export class EdgeCache {
    private readonly kept = new Map<string, Kept>();

    private readonly now: () => number;

    constructor(now: () => number) {
        this.now = now;
    }

    find(key: string): Answer | undefined {
        const found = this.kept.get(key);
        if (!found || found.until <= this.now()) return undefined;
        const age = String(Math.floor(this.now() - found.from));
        return { ...found.answer, headers: { ...found.answer.headers, age } };
    }

    keep(key: string, answer: Answer, seconds: number): void {
        if (seconds <= 0) return;
        this.kept.set(key, { answer, from: this.now(), until: this.now() + seconds });
    }

    empty(): void {
        this.kept.clear();
    }
}

/** CloudFront Developer Guide, "How CloudFront processes HTTP 4xx and 5xx status codes from your origin". */
const alwaysKept = [404, 405, 414, 500, 501, 502, 503, 504];
const keptWhereAsked = [400, 403, 412, 415];
/** Seconds; "Error caching minimum TTL" there. */
const errorTtl = 10;

/** Seconds that an answer is kept. Faults are, whatever the cache policy says: nothing there takes them out. */
export function keptFor(answer: Answer, policy: CachePolicy, errorTtls: Map<number, number>): number {
    const { status } = answer;
    if (status < 400) return lifetime(answer, policy);
    const { maxAge = 0 } = askedFor(answer);
    const isKept = alwaysKept.includes(status) || (keptWhereAsked.includes(status) && maxAge > 0);
    return isKept ? Math.max(maxAge, errorTtls.get(status) ?? errorTtl) : 0;
}

/**
 * What the answer asks for, within the policy's bounds (CloudFront Developer Guide, "Manage how long content stays in the
 * cache (expiration)", the table).
 */
function lifetime(answer: Answer, { minTtl, defaultTtl, maxTtl }: CachePolicy): number {
    const { isBarred, maxAge } = askedFor(answer);
    if (isBarred) return minTtl;
    return maxAge === undefined ? Math.max(minTtl, defaultTtl) : Math.min(maxTtl, Math.max(minTtl, maxAge));
}

/** `s-maxage` goes before `max-age`, and that before `Expires`. */
function askedFor({ headers }: Answer): { isBarred: boolean; maxAge: number | undefined } {
    const control = String(headers["cache-control"] ?? "").toLowerCase();
    const seconds = (name: string) => new RegExp(`(?:^|[\\s,])${name}="?(\\d+)`).exec(control)?.[1];
    const found = seconds("s-maxage") ?? seconds("max-age");
    const until = Date.parse(String(headers.expires));
    const expires = Number.isNaN(until) ? undefined : Math.max(0, (until - Date.now()) / 1000);
    return {
        isBarred: /(^|[\s,])(no-cache|no-store|private)\b/.test(control),
        maxAge: found === undefined ? expires : Number(found),
    };
}
