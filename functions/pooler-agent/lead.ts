import { setTimeout as wait } from "node:timers/promises";
import type { Generation, PoolerState } from "../switch/record.ts";
import type { Console, Seen } from "./console.ts";
import type { Decision } from "./decide.ts";
import type { Ini } from "./ini.ts";

interface Means {
    console: Console;
    ini: Ini;
    /** Whether a server is the one that its certificate names and lets the pooler in; or what is wrong. */
    ask(at: Generation): Promise<"open" | "fenced" | Error>;
}

/** Milliseconds between two looks at a pause, and how many are made before it is told that it takes time. */
const [EVERY, LOOKS] = [5, 20];

interface Done {
    state: PoolerState;
    /** Where PgBouncer leads to. */
    at: Pick<Generation, "host" | "port">;
    says?: string;
}

/** Takes the next step towards what was decided, from whatever PgBouncer does now: an agent that died left it somewhere. */
export async function follow(decision: Decision, { console, ini, ask }: Means): Promise<Done> {
    let at = await console.look();
    if (decision.do === "stay") return { state: stateOf(at), at, says: decision.why };
    if (decision.do === "prepare") {
        const answer = await ask(decision.to);
        if (typeof answer === "string")
            return { state: stateOf(at), at, says: `${decision.to.instance} is ${answer}` };
        return { state: "failed", at, says: reasonOf(decision.to, answer) };
    }
    if (decision.do === "lead" && isAt(at, decision.to)) {
        if (at.isHeld) await console.resume();
        return { state: "running", at };
    }
    if (!at.isPaused) {
        await console.pause();
        for (let looks = 0; looks < LOOKS && stateOf(at) !== "paused"; looks++) {
            if (looks > 0) await wait(EVERY);
            at = await console.look();
        }
    }
    const state = stateOf(at);
    if (decision.do !== "lead") return { state, at };
    const { to } = decision;
    if (state !== "paused")
        return { state, at, says: `transactions have to end before it leads to ${to.instance}` };
    const answer = await ask(to);
    if (answer !== "open") return { state: "failed", at, says: reasonOf(to, answer) };
    ini.leadTo(to);
    await console.reload();
    at = await console.look();
    if (!isAt(at, to)) return { state: "failed", at, says: `PgBouncer did not take ${to.host}` };
    await console.resume();
    return { state: "running", at };
}

function reasonOf({ instance }: Generation, answer: "fenced" | Error): string {
    return `can't sign in to ${instance}: ${answer === "fenced" ? "it is fenced" : answer.message}`;
}

function stateOf({ isPaused, isHeld, connections }: Seen): PoolerState {
    if (!isHeld) return "running";
    return isPaused && connections === 0 ? "paused" : "pausing";
}

export function isAt(
    one: Pick<Generation, "host" | "port">,
    other: Pick<Generation, "host" | "port">,
): boolean {
    return one.host === other.host && one.port === other.port;
}
