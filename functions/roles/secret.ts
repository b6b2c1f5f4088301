import { createHash } from "node:crypto";
import { PutSecretValueCommand, ResourceExistsException } from "@aws-sdk/client-secrets-manager";
import { newPassword } from "../secrets/password.ts";
import { versionOf, type Stage } from "../secrets/version.ts";
import { otherUser, usersOf, type PurposeName } from "./purposes.ts";
import type { Login, World } from "./world.ts";

const DAY = 86_400_000;
/** Days that the current password holds at least, so that who needs it can rotate it. */
const GRACE_DAYS = 7;

export type Owner = PurposeName | "master";

export interface Kept extends Login {
    host: string;
    versionId: string;
    createdAt: Date;
}

export function nameOf({ place }: World, owner: Owner): string {
    return `${place.prefix}/${owner}`;
}

/** A version of a secret, or undefined where there is none, or none with a value. */
export async function read(
    world: World,
    owner: Owner,
    stage: Stage,
    versionId?: string,
): Promise<Kept | undefined> {
    const found = await versionOf(world.secrets, nameOf(world, owner), stage, versionId);
    if (found === undefined) return undefined;
    const { host, username, password } = parse(nameOf(world, owner), found.text);
    if (owner === "master") checkMaster(world, username);
    else otherUser(owner, username);
    const { id, createdAt = world.now() } = found;
    return { host, user: username, password, versionId: id, createdAt };
}

/** A secret is used only as this database's: whoever can write one can't send passwords elsewhere. */
function checkMaster({ place }: World, username: string): void {
    if (username !== place.master) {
        throw new Error(`The master's secret is for ${JSON.stringify(username)}; use ${place.master}.`);
    }
}

function parse(name: string, text = ""): { host: string; username: string; password: string } {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        // The parser's own message quotes the text.
    }
    const { host, username, password } = (value ?? {}) as Record<string, unknown>;
    if (typeof username !== "string" || typeof password !== "string" || typeof host !== "string") {
        throw new Error(`The secret ${name} lacks host, username or password; use JSON with all of them.`);
    }
    return { host, username, password };
}

/** In the form of AWS's own database secrets (Secrets Manager's User Guide, "JSON structure"). */
function textOf({ place }: World, { user, password }: Login): string {
    const { host, port, database: dbname } = place;
    return JSON.stringify({ engine: "postgres", host, port, dbname, username: user, password });
}

/** Adds the version that a rotation waits for. */
export async function putPending(world: World, owner: Owner, user: string, token: string): Promise<void> {
    await world.secrets.send(
        new PutSecretValueCommand({
            SecretId: nameOf(world, owner),
            ClientRequestToken: token,
            SecretString: textOf(world, { user, password: newPassword() }),
            VersionStages: ["AWSPENDING"],
        }),
    );
}

/** The current value. A secret without one gets its first; one that points elsewhere gets a version that points here. */
export async function ensure(world: World, owner: Owner): Promise<Kept> {
    const SecretId = nameOf(world, owner);
    const current = await read(world, owner, "AWSCURRENT");
    if (current?.host === world.place.host) return current;
    const first = {
        user: owner === "master" ? world.place.master : usersOf(owner)[0],
        password: newPassword(),
    };
    // The same token for the same change: of two runs at a time one wins, and both go on with its value.
    const change = `${SecretId} ${current?.versionId ?? ""} ${world.place.host}`;
    const ClientRequestToken = createHash("sha256").update(change).digest("hex");
    const SecretString = textOf(world, current ?? first);
    try {
        await world.secrets.send(new PutSecretValueCommand({ SecretId, ClientRequestToken, SecretString }));
    } catch (error) {
        if (!(error instanceof ResourceExistsException)) throw error;
    }
    const made = await read(world, owner, "AWSCURRENT");
    if (made === undefined) throw new Error(`The secret ${SecretId} still has no current value.`);
    return made;
}

/** When a password of a secret expires. Its age counts, not the day on which the database got it. */
export function expiryOf(kept: Kept, stage: Stage, world: World): Date {
    const end = kept.createdAt.getTime() + world.place.passwordDays * DAY;
    const least = stage === "AWSPREVIOUS" ? 0 : world.now().getTime() + GRACE_DAYS * DAY;
    return new Date(Math.max(end, least));
}
