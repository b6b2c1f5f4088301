import { createHash } from "node:crypto";
import { isObject, mapValue, type Value } from "../values.ts";

const HEX = "0123456789abcdef";
export const LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
export const LETTERS = "abcdefghijklmnopqrstuvwxyz";
export const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
export const DIGITS = "0123456789";

/** `length` characters of an alphabet, the same ones for the same seed: nothing in the simulated cloud is random. */
export function characters(seed: string, alphabet: string, length: number): string {
    let result = "";
    for (let block = 0; result.length < length; block++) {
        for (const byte of createHash("sha256").update(`${block}:${seed}`).digest()) {
            if (result.length < length) result += alphabet[byte % alphabet.length];
        }
    }
    return result;
}

export function hex(seed: string, length: number): string {
    return characters(seed, HEX, length);
}

export function uuid(seed: string): string {
    const all = hex(seed, 32);
    return [
        all.slice(0, 8),
        all.slice(8, 12),
        `4${all.slice(13, 16)}`,
        `8${all.slice(17, 20)}`,
        all.slice(20),
    ].join("-");
}

/** A whole number from 0 up to, and without, `below`. */
export function whole(seed: string, below: number): number {
    return Number.parseInt(createHash("sha256").update(seed).digest("hex").slice(0, 12), 16) % below;
}

/** A value as text that does not depend on the order in which its members came over the wire. */
export function canonical(value: Value): string {
    const sorted = mapValue(value, (part) =>
        isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
    );
    return JSON.stringify(sorted);
}
