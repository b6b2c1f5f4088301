import { createHash } from "node:crypto";
import { PutSecretValueCommand, ResourceExistsException } from "@aws-sdk/client-secrets-manager";
import { newPassword } from "../secrets/password.ts";
import { versionOf, type Stage } from "../secrets/version.ts";
import type { Place, World } from "./world.ts";

/** What ElastiCache takes (its User Guide, "Role-Based Access Control (RBAC)"), without space. */
const GOOD = /^[!#-+\-.0-?A-~]{16,128}$/;
const GOOD_SAYS = '16 to 128 printable characters of ASCII, without space , " / and @';

/** The password in a version of the secret, or undefined where there is none, or none with a value. */
export async function read(world: World, stage: Stage, versionId?: string): Promise<string | undefined> {
    const found = await versionOf(world.secrets, world.place.secret, stage, versionId);
    if (found === undefined) return undefined;
    const password = passwordIn(world.place, found.text);
    if (password instanceof Error) throw password;
    return password;
}

/** The same of a version that nobody has to have: one that is of no use is none. */
export async function readIfGood(world: World, stage: Stage): Promise<string | undefined> {
    const found = await versionOf(world.secrets, world.place.secret, stage);
    const password = found && passwordIn(world.place, found.text);
    return password instanceof Error ? undefined : password;
}

/** A secret is used only as this user's: whoever can write one can't give passwords to others. */
function passwordIn({ secret, username }: Place, text: string): string | Error {
    const { username: user, password } = fieldsOf(text);
    if (typeof user !== "string" || typeof password !== "string")
        return new Error(`The secret ${secret} lacks username or password; use JSON with both.`);
    if (user !== username)
        return new Error(`The secret ${secret} is for ${JSON.stringify(user)}; use ${username}.`);
    // ElastiCache's own refusal could quote it.
    if (!GOOD.test(password))
        return new Error(`The password in the secret ${secret} is none for ElastiCache; use ${GOOD_SAYS}.`);
    return password;
}

function fieldsOf(text: string): Record<string, unknown> {
    try {
        return Object(JSON.parse(text)) as Record<string, unknown>;
    } catch {
        // The parser's own message quotes the text.
        return {};
    }
}

/** Field by field, as AWS's own database secrets have it, and as the one address that client libraries take. */
function valueOf({ host, port, username }: Place, password: string) {
    const url = `rediss://${username}:${encodeURIComponent(password)}@${host}:${port}`;
    return { engine: "valkey", host, port, username, password, url };
}

/** Adds the version that a rotation waits for. */
export async function putPending({ secrets, place }: World, token: string): Promise<void> {
    await secrets.send(
        new PutSecretValueCommand({
            SecretId: place.secret,
            ClientRequestToken: token,
            SecretString: JSON.stringify(valueOf(place, newPassword())),
            VersionStages: ["AWSPENDING"],
        }),
    );
}

/** Gives a secret without a value its first, and one that points elsewhere one that points here. True if it did. */
export async function ensure({ secrets, place }: World): Promise<boolean> {
    const { secret: SecretId, host, port } = place;
    const current = await versionOf(secrets, SecretId, "AWSCURRENT");
    const password = current === undefined ? newPassword() : passwordIn(place, current.text);
    if (password instanceof Error) throw password;
    const [value, seen] = [valueOf(place, password), fieldsOf(current?.text ?? "")];
    if (Object.entries(value).every(([key, field]) => seen[key] === field)) return false;
    // The same token for the same change: of two runs at a time one wins, and both go on with its value.
    const change = `${SecretId} ${current?.id ?? ""} ${host} ${port}`;
    const ClientRequestToken = createHash("sha256").update(change).digest("hex");
    const put = { SecretId, ClientRequestToken, SecretString: JSON.stringify(value) };
    try {
        await secrets.send(new PutSecretValueCommand(put));
        return true;
    } catch (error) {
        if (error instanceof ResourceExistsException) return false;
        throw error;
    }
}
