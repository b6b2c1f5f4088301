import { keepOpen } from "./iam.ts";
import { elsewhere, masterLogin, resetMaster } from "./master.ts";
import { isKnownToPooler, setPassword } from "./password.ts";
import { purposeNames, type PurposeName } from "./purposes.ts";
import { repair, type Repaired } from "./repair.ts";
import { ensure, expiryOf, read, type Kept, type Owner } from "./secret.ts";
import { opens, signedIn, type World } from "./world.ts";

/** What was done, for the log. */
export interface Aligned extends Repaired {
    instance: string;
    isMasterReset: boolean;
    /** Users that got the password of their secret. */
    passwords: string[];
}

/**
 * Makes an instance open with the secrets as they are: at a deployment, and for a restored copy, which has the passwords
 * of its time. The first run gives the secrets their values and the instance a master password that nobody has seen:
 * the one in Pulumi's state opens nothing from then on.
 *
 * It refuses an instance that is fenced, so that no deployment opens it by accident; only the switch, which is about to
 * lead back to it, may work behind the fence.
 */
export async function align(world: World, instance?: string, mayBeFenced = false): Promise<Aligned> {
    const isCopy = instance !== undefined && instance !== world.place.instance;
    const master = await current(world, "master", isCopy);
    for (const purpose of purposeNames) await current(world, purpose, isCopy);
    const there = isCopy ? await elsewhere(world, instance) : world;
    const known = await masterLogin(there);
    if (known === undefined) await resetMaster(there, master);
    const login = known ?? master;
    const done = await signedIn(there, login, async (db) => {
        const repaired = await repair(db, there.place.instance, mayBeFenced);
        if (repaired.iam === "granted") await keepOpen(db, () => opens(there, login));
        const passwords: string[] = [];
        for (const purpose of purposeNames) {
            for (const { kept, stage } of await due(there, purpose)) {
                if ((await isRight(there, kept, mayBeFenced)) && (await isKnownToPooler(db, purpose, kept)))
                    continue;
                await setPassword(db, purpose, kept, expiryOf(kept, stage, there));
                passwords.push(kept.user);
            }
        }
        return { ...repaired, passwords };
    });
    if (done === undefined) throw new Error("The master password changed in between; try again.");
    return { ...done, instance: there.place.instance, isMasterReset: known === undefined };
}

/** Behind a fence a right password is refused, too, but for another reason: invalid_authorization_specification. */
async function isRight(there: World, kept: Kept, mayBeFenced: boolean): Promise<boolean> {
    return opens(there, kept).catch((error: Error & { code?: string }) => {
        if (mayBeFenced && error.code === "28000") return true;
        throw error;
    });
}

/** A copy takes the secrets as they are: they belong to the instance that serves. */
async function current(world: World, owner: Owner, isCopy: boolean): Promise<Kept> {
    if (!isCopy) return ensure(world, owner);
    const kept = await read(world, owner, "AWSCURRENT");
    if (kept === undefined) {
        throw new Error(
            `The secret of ${owner} has no value; use {"action":"align"} without an instance first.`,
        );
    }
    return kept;
}

/** The passwords that are to work: the current one, and the one before, which older tasks still use. */
async function due(world: World, purpose: PurposeName) {
    const now = await read(world, purpose, "AWSCURRENT");
    const before = await read(world, purpose, "AWSPREVIOUS");
    const next = await read(world, purpose, "AWSPENDING");
    const kept: { kept: Kept; stage: "AWSCURRENT" | "AWSPREVIOUS" }[] = [];
    if (now !== undefined) kept.push({ kept: now, stage: "AWSCURRENT" });
    // A user that has its next password already, or whose old one has expired, keeps what it has.
    const isOver = before !== undefined && expiryOf(before, "AWSPREVIOUS", world) <= world.now();
    if (before !== undefined && !isOver && before.user !== now?.user && before.user !== next?.user)
        kept.push({ kept: before, stage: "AWSPREVIOUS" });
    return kept;
}
