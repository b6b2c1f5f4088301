import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from "node:crypto";

/** What RFC 7677 asks for at least, and PostgreSQL's own number. The passwords of ../secrets/ can't be guessed anyway. */
const ITERATIONS = 4096;

/**
 * What PostgreSQL keeps instead of a password: SCRAM-SHA-256 of RFC 5802 and RFC 7677, in the form of its documentation
 * ("pg_authid"). Made here, so that no password is ever in the text of a statement, where servers log it.
 */
export function verifierOf(password: string, salt = randomBytes(16), iterations = ITERATIONS): string {
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

function keysOf(password: string, salt: Buffer, iterations: number) {
    // Other characters would have to be prepared (RFC 4013); printable ASCII stays as it is.
    if (!/^[\x20-\x7e]+$/.test(password))
        throw new Error("The password has characters beyond printable ASCII.");
    const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
    const hmac = (key: string) => createHmac("sha256", salted).update(key).digest();
    const storedKey = createHash("sha256").update(hmac("Client Key")).digest();
    return { storedKey, serverKey: hmac("Server Key") };
}
