/** Names of rows: what clients were told is written, and what is where. */
export interface Books {
    acknowledged: string[];
    /** Of those, what was acknowledged when the moment came that the copy was restored to. */
    before: string[];
    /** The copy as it came up. */
    copied: Set<string>;
    /** Both generations at the end. */
    old: Set<string>;
    now: Set<string>;
}

/** Where every acknowledged write is. */
export interface Account {
    acknowledged: number;
    /** In the copy from the start. */
    copied: number;
    /** Since the restore point: only in the old generation, and only in the new one. */
    onlyOld: number;
    onlyNow: number;
    faults: string[];
}

/**
 * Holds the books against each other. What was written before the restore point is in the old generation and in its copy;
 * every later write is in exactly one of the two, for only one took writes at a time.
 */
export function accountOf({ acknowledged, before, copied, old, now }: Books): Account {
    const since = acknowledged.filter((row) => !copied.has(row));
    const missing = before.filter((row) => !copied.has(row));
    const lost = acknowledged.filter((row) => !old.has(row) && !now.has(row));
    const double = [...now].filter((row) => old.has(row) && !copied.has(row));
    const gone = [...copied].filter((row) => !now.has(row));
    const faults = [
        [missing, "acknowledged before the restore point are not in the copy"],
        [lost, "acknowledged are in no generation"],
        [double, "are in both generations"],
        [gone, "of the copy are there no longer"],
    ] as const;
    return {
        acknowledged: acknowledged.length,
        copied: acknowledged.length - since.length,
        onlyOld: since.filter((row) => old.has(row)).length,
        onlyNow: since.filter((row) => now.has(row)).length,
        faults: faults.flatMap(([rows, what]) => (rows.length > 0 ? [`${rows.length} writes ${what}`] : [])),
    };
}
