/** A number from 0 up to 1 that depends on nothing but the seed, what it is for, and the minute. */
export type Random = (what: string, minute: number) => number;

/** Seeded, and without a memory: a fault changes nothing but what it is about. */
export function seeded(seed: number): Random {
    const hashes = new Map<string, number>();
    return (what, minute) => {
        let hash = hashes.get(what);
        if (hash === undefined) {
            // FNV-1a.
            hash = [...what].reduce(
                (one, letter) => Math.imul(one ^ letter.charCodeAt(0), 16777619),
                2166136261 ^ seed,
            );
            hashes.set(what, hash);
        }
        // mulberry32.
        let mixed = (hash + Math.imul(minute + 1, 0x6d2b79f5)) | 0;
        mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
}

/** How many come, if so many do on average. */
export function poisson(mean: number, random: () => number): number {
    if (mean <= 0) return 0;
    let [count, product] = [0, random()];
    for (const least = Math.exp(-mean); product > least; product *= random()) count++;
    return count;
}

/** What scatters around a middle as waiting does: never below nothing, and sometimes far above. */
export function lognormal(median: number, sigma: number, one: number, other: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - one)) * Math.cos(2 * Math.PI * other);
    return median * Math.exp(sigma * normal);
}
