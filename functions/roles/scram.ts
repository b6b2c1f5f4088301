import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";
import type { Login } from "./world.ts";

/** What RFC 7677 asks for at least, and PostgreSQL's own number. The passwords of ../secrets/ can't be guessed anyway. */
const ITERATIONS = 4096;

/**
 * What PostgreSQL keeps instead of a password: SCRAM-SHA-256 of RFC 5802 and RFC 7677, in the form of its documentation
 * ("pg_authid"). Made here, so that no password is ever in the text of a statement, where servers log it.
 *
 * One login has one verifier, in every generation of the database: PgBouncer signs in for its clients with the keys that
 * they proved to it, and those fit another server only if salt and iterations are the same (its documentation,
 * "auth_type"). So the salt is derived from user and password, with as many iterations as the keys. Whoever asks a
 * server to sign in is told the salt, and could try guesses on it, each at the price of a guess on a stolen verifier:
 * only passwords that nobody can guess, as those of ../secrets/password.ts, may be used with it.
 */
export function verifierOf(
    { user, password }: Login,
    iterations = ITERATIONS,
    salt = saltOf(user, password, iterations),
): string {
    const { storedKey, serverKey } = keysOf(password, salt, iterations);
    const text = (bytes: Buffer) => bytes.toString("base64");
    return `SCRAM-SHA-256$${iterations}:${text(salt)}$${text(storedKey)}:${text(serverKey)}`;
}

/** Whether a verifier is of this password. */
export function verifies(password: string, verifier: string): boolean {
    const match =
        /^SCRAM-SHA-256\$([1-9]\d{0,8}):([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)$/.exec(
            verifier,
        );
    if (match === null) return false;
    const [, iterations, ...parts] = match as unknown as [string, string, string, string, string];
    const [salt, storedKey, serverKey] = parts.map((part) => Buffer.from(part, "base64"));
    const wanted = keysOf(password, salt!, Number(iterations));
    const same = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b);
    return same(storedKey!, wanted.storedKey) && same(serverKey!, wanted.serverKey);
}

function saltOf(user: string, password: string, iterations: number): Buffer {
    // The words before the user keep it apart from every salt that a server makes, and so from every key.
    return pbkdf2Sync(password, `airworthy salt of ${user}`, iterations, 16, "sha256");
}

function keysOf(password: string, salt: Buffer, iterations: number) {
    // Other characters would have to be prepared (RFC 4013); printable ASCII stays as it is.
    if (!/^[\x20-\x7e]+$/.test(password))
        throw new Error("The password has characters beyond printable ASCII.");
    const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
    const hmac = (key: string) => createHmac("sha256", salted).update(key).digest();
    const storedKey = createHash("sha256").update(hmac("Client Key")).digest();
    return { storedKey, serverKey: hmac("Server Key") };
}
