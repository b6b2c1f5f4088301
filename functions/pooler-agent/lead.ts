import type { Generation, PoolerState } from "../switch/record.ts";
import type { Console, Seen } from "./console.ts";
import type { Decision } from "./decide.ts";
import type { Ini } from "./ini.ts";

interface Means {
    console: Console;
    ini: Ini;
    /** Fails with the reason when the server is not the one that its certificate names, or lets the pooler not in. */
    signIn(at: Generation): Promise<void>;
}

interface Done {
    state: PoolerState;
    /** Where PgBouncer leads to. */
    at: Pick<Generation, "host" | "port">;
    says?: string;
}

/** Takes the next step towards what was decided, from whatever PgBouncer does now: an agent that died left it somewhere. */
export async function follow(decision: Decision, { console, ini, signIn }: Means): Promise<Done> {
    let at = await console.look();
    if (decision.do === "stay") return { state: stateOf(at), at, says: decision.why };
    if (decision.do === "lead" && isAt(at, decision.to)) {
        if (at.isPaused) await console.resume();
        return { state: "running", at };
    }
    if (!at.isPaused) {
        await console.pause();
        at = await console.look();
    }
    const state = stateOf(at);
    if (decision.do !== "lead") return { state, at };
    const { to } = decision;
    if (state !== "paused")
        return { state, at, says: `transactions have to end before it leads to ${to.instance}` };
    try {
        await signIn(to);
    } catch (error) {
        return { state: "failed", at, says: `can't sign in to ${to.instance}: ${(error as Error).message}` };
    }
    ini.leadTo(to);
    await console.reload();
    at = await console.look();
    if (!isAt(at, to)) return { state: "failed", at, says: `PgBouncer did not take ${to.host}` };
    await console.resume();
    return { state: "running", at };
}

function stateOf({ isPaused, connections }: Seen): PoolerState {
    if (!isPaused) return "running";
    return connections === 0 ? "paused" : "pausing";
}

export function isAt(
    one: Pick<Generation, "host" | "port">,
    other: Pick<Generation, "host" | "port">,
): boolean {
    return one.host === other.host && one.port === other.port;
}
