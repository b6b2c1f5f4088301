import { accessSync, constants, mkdtempSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const memory = "/dev/shm";
/** A container of Docker's has 64 MB there; a server that fills it would end for a reason that nobody guesses. */
const LEAST_BYTES = 4 * 1024 ** 3;

/**
 * A folder for the data of a server that is thrown away: in memory where there is plenty, for a database is a thousand
 * small files, and the tests make hundreds of them.
 */
export function scratchFolder(prefix: string): string {
    return mkdtempSync(path.join(isRoomy() ? memory : tmpdir(), prefix));
}

function isRoomy(): boolean {
    try {
        accessSync(memory, constants.W_OK);
        const { bavail, bsize } = statfsSync(memory);
        return bavail * bsize >= LEAST_BYTES;
    } catch {
        return false;
    }
}
