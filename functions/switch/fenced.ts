import type { ClientBase } from "pg";
import { fence, isFencedOrGivenUp, unfence } from "../roles/fence.ts";
import { opens, type Login, type World } from "../roles/world.ts";
import type { End, Ends } from "./ends.ts";
import type { Evidence, SwitchRecord } from "./record.ts";
import { fenceOnceFollowed } from "./follower.ts";
import { asMaster } from "./world.ts";

type Fenced = Pick<Evidence, "fencedAt" | "fencedRoles" | "sessionsEnded" | "refusal">;

/** How an attempt gets to the other end, once all poolers have paused. */
export interface Way {
    /** The generation that it leads to. */
    to: ClientBase;
    /** Fails where all have to go on as they were. Nobody writes any more when it is asked. */
    check(): Promise<void>;
    /** Opens the one and shuts the other. */
    move(record: SwitchRecord): Promise<Fenced>;
}

/** By the fence, which decides whatever becomes of who set it. */
export function fencedWay(ends: Ends, leaseSeconds: number, mayGo = async () => {}): Way {
    return {
        to: ends.to.db,
        check: async () => {
            await mayGo();
            await checkVerifiers(ends);
        },
        move: (record) => moveFence(ends, record, leaseSeconds),
    };
}

/**
 * Opens the one and shuts the other, in this order: if it ends in between, the one that serves is still open. One that is
 * followed is shut when the other has everything, and stays open otherwise.
 */
async function moveFence(ends: Ends, record: SwitchRecord, leaseSeconds: number): Promise<Fenced> {
    const { from, to, application } = ends;
    const { epoch, isFollowed } = record;
    await unfence(to.db, to.world.place.instance);
    const before = isFollowed ? await fenceOnceFollowed(ends, epoch, leaseSeconds) : 0;
    const set = await fence(from.db, from.world.place.instance, epoch);
    return {
        refusal: await refusalOf(from.world, application),
        fencedAt: new Date().toISOString(),
        fencedRoles: set.roles.sort(),
        sessionsEnded: before + set.sessionsEnded,
    };
}

/** The SQLSTATE with which the application's own password is refused; or an error: then there is no fence. */
async function refusalOf(from: World, login: Login): Promise<string> {
    const code = await opens(from, login).then(
        (isOpen) => (isOpen ? "" : "28P01"),
        (error: Error & { code?: string }) => error.code ?? error.message,
    );
    // invalid_authorization_specification: the password is right, and who has it may not sign in.
    if (code === "28000") return code;
    const seen =
        code === "" ? "lets the application in" : `answers the application with ${code}, not with 28000`;
    throw new Error(`The fence is not proven: ${from.place.instance} ${seen}.`);
}

/** Decides what became of an attempt: true when its fence is set. If not, it never will be, and all is as it was. */
export async function isDecided(from: World, to: World, record: SwitchRecord): Promise<boolean> {
    const { epoch, toWasFenced } = record;
    const isSet = await asMaster(from, (db) => isFencedOrGivenUp(db, from.place.instance, epoch));
    if (!isSet && toWasFenced) await asMaster(to, (db) => fence(db, to.place.instance, epoch));
    return isSet;
}

/**
 * Poolers sign in for their clients with the keys that those proved to them: another salt at the other end, and each
 * client would be refused until it connects anew. A rotation in between could do that.
 */
async function checkVerifiers({ from, to }: Ends): Promise<void> {
    const known = async ({ db }: End) => {
        const asked =
            "SELECT username::text AS user, password FROM pooler.credentials WHERE valid_until > now()";
        const { rows } = await db.query<{ user: string; password: string }>(asked);
        return new Map(rows.map(({ user, password }) => [user, password]));
    };
    const [here, there] = [await known(from), await known(to)];
    const other = [...here.keys()].filter((user) => here.get(user) !== there.get(user));
    if (other.length > 0) {
        throw new Error(
            `${to.world.place.instance} has another password or salt of ${other.join(", ")}, as after a rotation in between; switch again.`,
        );
    }
}
