import { run } from "../../../workflow/run.ts";
import type { Workflow } from "../../../workflow/schema.ts";
import { wayTo } from "../../../workflow/way.ts";
import { Refusal } from "../command.ts";
import { confirmed } from "../confirm.ts";
import { span } from "../table.ts";
import type { World } from "../world.ts";
import { Addresses } from "./addresses.ts";
import { arrivals } from "./arrivals.ts";
import { Down } from "./down.ts";
import type { LoadEvidence } from "./evidence.ts";
import { generate } from "./generate.ts";
import { changeOf, kept, servedAfter } from "./kept.ts";
import { judge, shown } from "./judge.ts";
import { MOST_RATE, type Gate, type GateName, type Limits, type Wanted } from "./plan.ts";
import type { Normal } from "./normal.ts";
import { progress, resultText } from "./shown.ts";
import type { Site } from "./site.ts";
import { Tally } from "./tally.ts";
import { FILE, workflowIn } from "./workflow-file.ts";

export interface Bounds {
    gates: Record<GateName, Gate>;
    /** Users on their way at once. */
    most: number;
    mostLateMilliseconds: number;
    random: () => number;
    /** Seconds from one line of progress to the next. */
    lineSeconds: number;
    /** Ends it, with what was measured. */
    signal: AbortSignal;
}

interface Plan {
    kind: LoadEvidence["kind"];
    rate: number;
    seconds: number;
    limits: Limits;
    normal: Normal | undefined;
}

/** What a load by hand is held to: no speed was promised. */
const PLAIN: Limits = { errorPercent: 1, p95Milliseconds: undefined, leastUsers: 1 };

/** Sends users, measures, judges, and keeps the evidence where it is known what served. */
export async function load(
    site: Site,
    wanted: Wanted,
    isYes: boolean,
    world: World,
    bounds: Bounds,
): Promise<number> {
    const workflow = workflowIn(world.cwd);
    const { always, ...steps } = workflow;
    if (wanted.kind === "launch" && always === undefined)
        throw new Refusal(
            `${FILE} has no always, so corrupted data would not be seen; say there what holds whatever was done, such as GET /ledger.`,
        );
    const plan = await planOf(site, wanted, workflow.steps.length, bounds.gates);
    const { kind, rate, seconds, normal } = plan;
    const times = normal ? `, where ${shown(normal.rate)} are normal (${normal.source})` : "";
    world.err(
        `load: ${shown(rate)} users a second for ${span(seconds * 1000)}${times}, each with all steps of "${workflow.name}", to ${site.url}. What they do there stays.`,
    );
    const before = await site.served(kind !== "plain");
    if (!site.isHere) await confirmed(site.asked, isYes, world);
    const addresses = await Addresses.of(site);
    try {
        const held = always && (await broken({ ...steps, steps: always }, addresses));
        if (held !== undefined)
            throw new Refusal(`What always holds does not, before any load: ${held}. Nothing else was sent.`);
        const tally = new Tally();
        const begunAt = new Date().toISOString();
        const moments = arrivals(rate, seconds, bounds.random);
        const target = () => addresses.target();
        const down = new Down(tally, bounds.signal);
        const sent = generate(
            { workflow: steps, target, moments, most: bounds.most, signal: down.signal },
            tally,
        );
        await shownUntil(sent, bounds.lineSeconds, () => {
            down.look();
            world.err(progress(since(begunAt), plan, tally.measured));
        });
        const endedAt = new Date().toISOString();
        const [{ measured }, took] = [tally, span(since(begunAt, endedAt) * 1000)];
        const data = always && (await broken({ ...steps, steps: always }, addresses));
        const after = await servedAfter(site);
        const verdict = judge({
            ...{ measured, limits: plan.limits, broken: data, ...bounds },
            stopped: bounds.signal.aborted ? `It was stopped after ${took}.` : undefined,
            down: down.isDown ? `Most users failed, so it ended by itself after ${took}.` : undefined,
            changed: changeOf(before, after),
        });
        world.out(resultText(verdict, measured, since(begunAt, endedAt)));
        const evidence = { format: 1 as const, ...plan, ...verdict, begunAt, endedAt, measured };
        const isKept = await kept(site, { ...evidence, before, after, workflow }, world);
        world.err(site.next(kind, verdict.verdict));
        return verdict.verdict === "passed" && isKept ? 0 : 1;
    } finally {
        addresses.stop();
    }
}

async function planOf(site: Site, wanted: Wanted, requests: number, gates: Bounds["gates"]): Promise<Plan> {
    if (wanted.kind === "plain")
        return { ...wanted, seconds: wanted.minutes * 60, limits: PLAIN, normal: undefined };
    const { kind, normalRate } = wanted;
    const { minutes, times, limits } = gates[kind];
    const normal =
        normalRate === undefined
            ? await site.normal(requests, wanted.like)
            : { rate: normalRate, source: "by --normal-rate" };
    const rate = normal.rate * times;
    if (rate > MOST_RATE)
        throw new Refusal(
            `${shown(rate)} users a second are ${times} times the normal rate, and one machine sends ${MOST_RATE} at most; use a generator of several machines for this one.`,
        );
    return { kind, rate, seconds: minutes * 60, limits, normal };
}

/** What does not hold, or undefined. Not under the load's signal: who has stopped it still wants to know. */
async function broken(always: Workflow, addresses: Addresses): Promise<string | undefined> {
    const way = wayTo(addresses.target());
    const { passed, steps } = await run(always, way);
    way.close();
    const last = steps.at(-1);
    return passed ? undefined : `${last?.step}: ${last?.failure?.faults.join("; ")}`;
}

async function shownUntil(sent: Promise<void>, seconds: number, show: () => void): Promise<void> {
    const timer = setInterval(show, seconds * 1000);
    try {
        await sent;
        show();
    } finally {
        clearInterval(timer);
    }
}

function since(begunAt: string, now = new Date().toISOString()): number {
    return (Date.parse(now) - Date.parse(begunAt)) / 1000;
}
