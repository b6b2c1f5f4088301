import { z } from "zod";

/** What people read about a setting: in `Pulumi.yaml`, and in an error that refuses a value. */
interface Doc {
    /** What it does, its unit, and why the shipped value is what it is. */
    says: string;
    /** What to write instead of a value that was refused. */
    use: string;
}

/** The documentation of every setting, found by its schema. */
export const docs = z.registry<Doc>();

// Configuration reaches a program as text; only text that is a plain decimal number counts as one.
export function asNumber(value: unknown): unknown {
    return typeof value === "string" && /^\d{1,15}(\.\d{1,6})?$/.test(value) ? Number(value) : value;
}

export function whole(from: number, to: number): z.ZodType<number> {
    return z.preprocess(asNumber, z.number().int().min(from).max(to));
}
