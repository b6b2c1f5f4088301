import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { existsSync } from "node:fs";
import { Misuse } from "../misuse.ts";
import { readText } from "./read-file.ts";

/** Opens a value that `pulumi config set --secret` encrypted. */
export type Decrypt = (ciphertext: string) => string;

const ITERATIONS = 1_000_000; // Pulumi's passphrase secrets manager: PBKDF2 with SHA-256, then AES-256-GCM

function open(key: Buffer, message: string): string {
    const [version, nonce, text] = message.split(":");
    if (version !== "v1" || !nonce || !text) throw new Error("not of the form v1:nonce:text");
    const bytes = Buffer.from(text, "base64");
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(bytes.subarray(-16));
    return decipher.update(bytes.subarray(0, -16), undefined, "utf8") + decipher.final("utf8");
}

function passphraseOf(environment: NodeJS.ProcessEnv): string | undefined {
    const file = environment.PULUMI_CONFIG_PASSPHRASE_FILE;
    if (environment.PULUMI_CONFIG_PASSPHRASE !== undefined || !file)
        return environment.PULUMI_CONFIG_PASSPHRASE;
    if (existsSync(file)) return readText(file).trim();
    throw new Misuse(`PULUMI_CONFIG_PASSPHRASE_FILE is ${file}, which does not exist.`);
}

/**
 * The means to open a stack file's secrets, if its `encryptionsalt` and a passphrase are at hand (in
 * `PULUMI_CONFIG_PASSPHRASE` or `PULUMI_CONFIG_PASSPHRASE_FILE`). A wrong passphrase is an error.
 */
export function decrypterOf(
    file: string,
    salt: unknown,
    environment: NodeJS.ProcessEnv,
): Decrypt | undefined {
    const passphrase = passphraseOf(environment);
    if (typeof salt !== "string" || passphrase === undefined) return undefined;
    const [version, bytes, ...check] = salt.split(":");
    if (version !== "v1" || !bytes || check.length === 0) {
        throw new Misuse(
            `${file}: encryptionsalt does not have the form v1:salt:check; restore it from version control.`,
        );
    }
    const key = pbkdf2Sync(passphrase, Buffer.from(bytes, "base64"), ITERATIONS, 32, "sha256");
    try {
        open(key, check.join(":"));
    } catch {
        throw new Misuse(
            `${file}: PULUMI_CONFIG_PASSPHRASE does not open this stack's secrets; ` +
                "set the right one, or unset it to rehearse with stand-ins.",
        );
    }
    return (ciphertext) => {
        try {
            return open(key, ciphertext);
        } catch {
            throw new Misuse(
                `${file}: a secure value does not open with this stack's passphrase; ` +
                    "set it anew with pulumi config set --secret.",
            );
        }
    };
}
