import { isOf, makeCurrent, takeStep, type RotationEvent } from "../secrets/rotation.ts";
import { behindFence, isFenced } from "./fence.ts";
import { masterLogin, resetMaster } from "./master.ts";
import { sessionsOf, setPassword } from "./password.ts";
import { otherUser, purposeNames } from "./purposes.ts";
import { expiryOf, nameOf, putPending, read, type Kept, type Owner } from "./secret.ts";
import { opens, signedIn, type Login, type World } from "./world.ts";

/**
 * One step of a rotation. Each can be repeated, and a rotation that died goes on where it was: what a step does, it does
 * once, and none touches the password that is current, but the master's, which nobody else uses.
 */
export async function rotate(world: World, event: RotationEvent): Promise<void> {
    const owner = ownerOf(world, event.SecretId);
    await takeStep(world.secrets, nameOf(world, owner), event, {
        createSecret: (token) => create(world, owner, token),
        setSecret: (token) => set(world, owner, token),
        testSecret: (token) => test(world, owner, token),
        finishSecret: (token) => finish(world, owner, token),
    });
}

function ownerOf(world: World, arn: string): Owner {
    const owners: Owner[] = ["master", ...purposeNames];
    const found = owners.find((owner) => isOf(arn, nameOf(world, owner)));
    if (found === undefined) {
        throw new Error(
            `SecretId is ${arn}; use the ARN of ${owners.map((one) => nameOf(world, one)).join(", ")}.`,
        );
    }
    return found;
}

async function create(world: World, owner: Owner, token: string): Promise<void> {
    const now = await read(world, owner, "AWSCURRENT");
    if (now === undefined) {
        throw new Error(`${nameOf(world, owner)} has no current value; use {"action":"align"} first.`);
    }
    if ((await read(world, owner, "AWSPENDING", token)) !== undefined) return;
    await putPending(world, owner, owner === "master" ? now.user : otherUser(owner, now.user), token);
}

async function set(world: World, owner: Owner, token: string): Promise<void> {
    const next = await pending(world, owner, token);
    if (await opens(world, next)) return;
    const login = await masterLogin(world);
    if (login !== undefined) await refuseFenced(world, login);
    if (owner === "master") return resetMaster(world, next);
    const now = await read(world, owner, "AWSCURRENT");
    if (now?.user !== otherUser(owner, next.user)) {
        throw new Error(
            `The next password is for ${next.user}, which is in use; use a version for the other user.`,
        );
    }
    if (login === undefined) throw new Error(`The master's secret opens nothing; use {"action":"align"}.`);
    const done = await signedIn(world, login, async (db) => {
        const sessions = await sessionsOf(db, next.user);
        if (sessions > 0) {
            throw new Error(
                `${next.user} has ${sessions} open sessions: something still uses the password before the current one. ` +
                    `Restart it, and the rotation goes on by itself.`,
            );
        }
        await setPassword(db, owner, next, expiryOf(next, "AWSPENDING", world));
        return true;
    });
    if (done === undefined) throw new Error("The master password changed in between; try again.");
}

/** A password that only the fenced generation has would open nothing in the one that serves. */
async function refuseFenced(world: World, login: Login): Promise<void> {
    const { instance } = world.place;
    if (await signedIn(world, login, (db) => isFenced(db, instance))) throw new Error(behindFence(instance));
}

async function test(world: World, owner: Owner, token: string): Promise<void> {
    const next = await pending(world, owner, token);
    const isMember = await signedIn(world, next, async (db) => {
        if (owner === "master") return true;
        const asked = "SELECT pg_catalog.pg_has_role(session_user, $1, 'USAGE') AS \"isMember\"";
        return (await db.query<{ isMember: boolean }>(asked, [owner])).rows[0]?.isMember;
    });
    if (isMember === true) return;
    const what = isMember === undefined ? "can't sign in with its next password" : `is not in ${owner}`;
    throw new Error(`${next.user} ${what}; use {"action":"align"}, then rotate again.`);
}

async function finish(world: World, owner: Owner, token: string): Promise<void> {
    // A version without a value must not become the current one.
    await pending(world, owner, token);
    await makeCurrent(world.secrets, nameOf(world, owner), token);
}

async function pending(world: World, owner: Owner, token: string): Promise<Kept> {
    const next = await read(world, owner, "AWSPENDING", token);
    if (next !== undefined) return next;
    throw new Error(`Version ${token} of ${nameOf(world, owner)} has no value; use createSecret first.`);
}
