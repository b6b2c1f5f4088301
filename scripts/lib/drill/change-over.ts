import { setTimeout as wait } from "node:timers/promises";
import { compare } from "../../../functions/switch/compare.ts";
import type { Compared, Switched } from "../../../functions/switch/event.ts";
import { switchTo } from "../../../functions/switch/switch.ts";
import type { Generations } from "../local-generations.ts";
import { Ledger } from "../local-ledger.ts";
import { accountOf, type Account } from "./account.ts";

export interface ChangedOver {
    /** What the old generation has past the restore point, as a person is told before the change-over. */
    compared: Compared;
    evidence: Switched["evidence"];
    /** Seconds from the order to restore until the poolers led to the copy. */
    servingSeconds: number;
    /** The longest that a client waited for one transaction meanwhile, in milliseconds. */
    longestMs: number;
    /** What clients were told instead of "written", in all of the drill. */
    failed: string[];
    account: Account;
}

interface Asked {
    /** When the restore was ordered, by performance.now(). */
    ordered: number;
    copied: Set<string>;
    before: string[];
    seconds: number;
    signal: AbortSignal;
    say(text: string): void;
}

/** Leads the poolers from a to b while the clients go on, and holds every acknowledged write against both. */
export async function changeOver(
    generations: Generations,
    ledger: Ledger,
    { ordered, copied, before, seconds, signal, say }: Asked,
): Promise<ChangedOver> {
    const compared = await compare(generations.world(), "b");
    const { from, to } = compared;
    say(
        `a's heart beat until ${from.heartbeatAt}, b's until ${to.heartbeatAt}; only in a: ${pastOf(compared)}`,
    );
    ledger.longestMs = 0;
    const { evidence } = await switchTo(generations.world(), {
        ...{ action: "switch", to: "b", deadlineSeconds: 10 },
    });
    const servingSeconds = (performance.now() - ordered) / 1000;
    say(`b serves; a refused the application with SQLSTATE ${evidence.refusal}, and the shop goes on`);
    await wait(seconds * 1000, undefined, { signal });
    // However slow the machine is, b has had orders.
    await ledger.until(ledger.acknowledged.length + 1);
    const { longestMs } = ledger;
    await ledger.stop();
    say("the shop closes; every acknowledged write is looked for in both");
    const [old, now] = [await Ledger.rowsIn(generations, "a"), await Ledger.rowsIn(generations, "b")];
    const account = accountOf({ acknowledged: ledger.acknowledged, before, copied, old, now });
    return { compared, evidence, servingSeconds, longestMs, failed: ledger.failed, account };
}

/** The rows that one has and the other lacks; what was changed in place does not show in numbers of rows. */
export function pastOf({ tables }: Compared): string {
    const past = tables.filter(({ from, to }) => from !== to);
    return past.map(({ table, from, to }) => `${from - to} rows of ${table}`).join(", ") || "no row";
}
