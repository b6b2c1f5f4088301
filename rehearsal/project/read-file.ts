import { readFileSync, statSync } from "node:fs";
import { Misuse } from "../misuse.ts";

/** Far more than a program can be given: its settings are one variable, of at most 128 KB on Linux (MAX_ARG_STRLEN). */
const MAX_MEGABYTES = 2;

/** Why a file could not be read or written, without Node's own words for it. */
export function reasonOf(error: unknown): string {
    const { code, message } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = {
        EACCES: "permission denied",
        EPERM: "permission denied",
        EISDIR: "it is a folder",
        ENOENT: "there is no such file",
        ENOTDIR: "what should be a folder on its path is a file",
        EEXIST: "what should be a folder on its path is a file",
        ELOOP: "its links lead in a circle",
        ENOSPC: "the disk is full",
        EROFS: "the disk is read-only",
    };
    return reasons[code ?? ""] ?? message;
}

/** Reads a text file, of at most so many megabytes; says why it can't. */
export function readText(path: string, maxMegabytes = MAX_MEGABYTES): string {
    try {
        const megabytes = statSync(path).size / 1e6;
        if (megabytes <= maxMegabytes) return readFileSync(path, "utf8");
        throw new Misuse(
            `${path} has ${Math.round(megabytes)} MB; the rehearsal reads up to ${maxMegabytes} MB.`,
        );
    } catch (error) {
        if (error instanceof Misuse) throw error;
        throw new Misuse(`${path} can't be read: ${reasonOf(error)}.`);
    }
}
