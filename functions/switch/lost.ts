import type { ClientBase } from "pg";
import { unfence } from "../roles/fence.ts";
import { masterLogin } from "../roles/master.ts";
import type { World } from "../roles/world.ts";
import type { Way } from "./fenced.ts";
import type { Generation } from "./record.ts";
import type { SwitchWorld } from "./world.ts";

/** What a sign-in meets where no server is, or none that takes anybody: the network's words, and PostgreSQL's. */
const SILENT = new Set([
    ...["ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "ENETUNREACH", "EPIPE", "ETIMEDOUT"],
    // An instance that was deleted has no name any more.
    ...["ENOTFOUND", "EAI_AGAIN"],
    // cannot_connect_now: it starts, stops or recovers.
    "57P03",
]);
/** pg's own, which have no code. */
const BROKEN_OFF = /timeout|terminated unexpectedly/i;
/** Sign-ins, and the seconds between two: one that misses a beat is not lost. */
const [TRIES, EVERY] = [3, 1];

/**
 * A way out of a generation that is down, for which there is no fence: nobody can set one. What decides instead is the
 * record: every pooler has paused and obeys it, no pooler goes back by itself, and nothing but poolers leads clients to a
 * database. That the generation does not answer is asked before, and again when all have paused.
 */
export function lostWay(world: SwitchWorld, from: Generation, to: World, db: ClientBase): Way {
    let seen = "";
    return {
        to: db,
        check: async () => {
            seen = await refuseAnswering(world, from, 1);
        },
        move: async () => {
            await unfence(db, to.place.instance);
            const fencedAt = world.now().toISOString();
            return { refusal: seen, fencedAt, fencedRoles: [], sessionsEnded: 0 };
        },
    };
}

/** Refuses unless nobody can sign in there. Returns what a sign-in met. */
export async function refuseAnswering(world: SwitchWorld, at: Generation, tries = TRIES): Promise<string> {
    const there = { ...world, place: { ...world.place, ...at } };
    let seen = "";
    for (let tried = 0; tried < tries; tried++) {
        if (tried > 0) await world.pause(EVERY);
        seen = await silenceOf(there);
        if (seen === "") {
            throw new Error(
                `${at.instance} answers, so it is not lost: leave "isLost" out, and no acknowledged write is only there.`,
            );
        }
    }
    return seen;
}

/** What a sign-in meets where nobody answers; "" where somebody does, and be it with a refusal. */
async function silenceOf(there: World): Promise<string> {
    try {
        await masterLogin(there);
        return "";
    } catch (error) {
        const { code = "", message } = error as Error & { code?: string };
        if (!SILENT.has(code) && !BROKEN_OFF.test(message)) return "";
        return message || code;
    }
}
