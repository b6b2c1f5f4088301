import { randomInt } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** 40 letters and digits, 238 bits: nothing in it needs escaping, nor the preparation of RFC 4013. */
export function newPassword(): string {
    return Array.from({ length: 40 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}
