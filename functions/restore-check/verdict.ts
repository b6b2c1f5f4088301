import type { ClientBase } from "pg";
import type { Identity } from "../manifest/identity.ts";
import type { Invariant } from "../manifest/invariants.ts";
import type { SchemaObject } from "../manifest/schema.ts";

/** A manifest as the check reads it. */
export interface Found {
    id: string;
    database: Identity;
    /** The oldest transaction that its reading of the schema may have missed. */
    horizon: string;
    objects: SchemaObject[];
    invariants: Record<string, Invariant>;
    missed: { table: string; why: string }[];
}

export interface Copy {
    client: ClientBase;
    manifest: Found;
    /** Records of later than this were made in the copy, and excuse nothing. */
    until: Date;
    /** Limits the next statement to what is left of the budget; throws when nothing is. */
    settled(): Promise<void>;
}

interface Measured {
    /** Seconds of writes that the restore lost at most, as the heartbeat tells. */
    rpoSeconds?: number;
    manifestAgeSeconds?: number;
    tables: number;
    /** Rows that the manifest knew, and of those the ones that nobody changed, whose content was compared. */
    knownRows: number;
    comparedRows: number;
    indexes: number;
}

export interface Verdict {
    proven: boolean;
    /** Why it is not proven: what is wrong, and what could not be told. */
    reasons: string[];
    /** What a reader should know, and what no check covers. */
    notes: string[];
    measured: Measured;
}

export class Findings {
    readonly measured: Measured = { tables: 0, knownRows: 0, comparedRows: 0, indexes: 0 };
    private readonly reasons: string[] = [];
    private readonly notes: string[] = [];

    reason(text: string): void {
        this.reasons.push(text);
    }

    note(text: string): void {
        this.notes.push(text);
    }

    verdict(): Verdict {
        const { reasons, notes, measured } = this;
        return { proven: reasons.length === 0, reasons, notes, measured };
    }
}
