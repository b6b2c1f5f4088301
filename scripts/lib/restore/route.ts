import { Refusal } from "../command.ts";
import { takesAway, type Change } from "../stack-update.ts";

/** What the switch has written down, in generations. */
export interface SwitchRecord {
    phase: "pausing" | "switched" | "cancelled";
    from: string;
    to: string;
    epoch: number;
}

/** Where a change-over stands: all that there is to know, for nothing is kept for it anywhere else. */
export interface Standing {
    /** Pulumi.<stack>.yaml, by its name. */
    file: string;
    /** What the settings say. */
    active: string;
    next: string | undefined;
    /** The active generation of the last deployment. */
    deployed: string;
    record: SwitchRecord | undefined;
}

/** What the settings say of the poolers' way: to the active generation, and to the next one, if there is one. */
export interface Way {
    active: string;
    next?: string;
}

export interface Route {
    serving: string;
    /** Deployed before the switch. Undefined when the poolers lead there already, and nothing is to be switched. */
    opening: Way | undefined;
    /** Deployed after it, or at once. */
    settled: Way;
    /** The deployment has not followed the last switch yet. */
    isBehind: boolean;
    /** The very switch is under way, or was stopped in the middle. */
    isBegun: boolean;
}

/** The record of a switch from the generation that is deployed; any other has had its time, and the poolers ignore it. */
function inForce({ deployed, record }: Standing): SwitchRecord | undefined {
    return record?.from === deployed ? record : undefined;
}

/** The generation that the poolers lead to. While a switch is under way: the one that they come from. */
export function servingOf(standing: Standing): string {
    const record = inForce(standing);
    return record?.phase === "switched" ? record.to : standing.deployed;
}

/** What is still to be done until `target` serves and the settings say so, from wherever an earlier run was stopped. */
export function routeTo(target: string, standing: Standing): Route {
    const { file, active, next, deployed } = standing;
    const record = inForce(standing);
    const serving = servingOf(standing);
    if (active !== serving && active !== deployed) {
        throw new Refusal(
            `${file} has active: ${active}, and ${serving} serves. Is the file up to date? If somebody set it by hand, set it back to ${serving}: a change-over writes it itself, when the poolers are there.`,
        );
    }
    if (record?.phase === "pausing" && record.to !== target) {
        throw new Refusal(
            `A switch from ${record.from} to ${record.to} is under way, or was stopped in the middle (epoch ${record.epoch}). Let it end; or use --cutover ${record.to}, which finds out how far it came and goes on.`,
        );
    }
    if (target !== serving && next !== undefined && ![target, serving, deployed].includes(next)) {
        throw new Refusal(
            `${file} has next: ${next}: a change-over to it has begun. Finish it first (--cutover ${next}), or give it up (--cutover ${serving}).`,
        );
    }
    const opening = target === serving ? undefined : { active: serving, next: target };
    return {
        serving,
        opening,
        settled: { active: target },
        isBehind: serving !== deployed,
        isBegun: record?.phase === "pausing",
    };
}

/**
 * The generation that --cutback means: the one that the last switch came from. `hasServed` tells of a switch that did
 * not come to its end whether it led back.
 */
export async function cutbackTarget(
    standing: Standing,
    hasServed: (generation: string) => Promise<boolean>,
): Promise<string> {
    const { record, deployed } = standing;
    const use = "name the generation: --cutover <generation>.";
    if (record === undefined) throw new Refusal(`No switch is on record, so there is no way back; ${use}`);
    const { phase, from, to } = record;
    if (phase !== "switched") {
        if (from === deployed && (await hasServed(to))) return to;
        throw new Refusal(
            `The switch from ${from} to ${to} did not come to its end, so there is nothing to go back from; ${use}`,
        );
    }
    if (to === deployed) return from;
    if (from === deployed) {
        // After a --cutover and after a --cutback that were stopped here, all looks the same.
        throw new Refusal(
            `The poolers have switched from ${from} to ${to}, and the deployment has not followed. To finish that, use --cutover ${to}; to go back to ${from}, --cutover ${from}.`,
        );
    }
    throw new Refusal(`${deployed} is in use, and the last switch was from ${from} to ${to}; ${use}`);
}

const RULE = /^aws:vpc\/securityGroup(In|E)gressRule:/;

/** The generation whose way for clients a rule is, as the program names the two of it. */
function wayOf({ type, name }: Change): string | undefined {
    return RULE.test(type) ? /^postgres-([a-z][a-z0-9]{0,7})-(server-)?client$/.exec(name)?.[1] : undefined;
}

/** The way by which one generation follows another, for an upgrade: it comes and goes with `next`, and carries no client. */
function isFollowing({ type, name }: Change): boolean {
    return RULE.test(type) && /^postgres-[a-z][a-z0-9]{0,7}-(server-)?follower$/.test(name);
}

/** It tells that one which stands by for another region's is late; one in use stands by no more. */
function isStandbyAlarm({ type, name }: Change, generation: string): boolean {
    return type === "aws:cloudwatch/metricAlarm:MetricAlarm" && name === `postgres-${generation}-lag`;
}

const REPLICA = /^postgres-([a-z][a-z0-9]{0,7})-(r\d(-postgresql|-upgrade|-lag)?|readers)$/;

/** The generation that a read replica follows, or what belongs to its replicas: they hold nothing of their own. */
function followedBy({ name }: Change): string | undefined {
    return REPLICA.exec(name)?.[1];
}

/** The first deployment opens one way, and does nothing else: the switch has not begun, and whoever serves is left alone. */
export function onlyOpens(next: string): (change: Change) => boolean {
    return (change) =>
        /^(same|read|refresh)$/.test(change.op) ||
        (change.op === "create" && (wayOf(change) === next || isFollowing(change)));
}

/** The last one closes the ways to the others, deletes their replicas and gives the poolers a new task; each database stays. */
export function onlySettles({ active, next }: Way): (change: Change) => boolean {
    return (change) => {
        if (!takesAway(change)) return true;
        if (change.type === "aws:ecs/taskDefinition:TaskDefinition") return /replace/.test(change.op);
        if (isFollowing(change) || isStandbyAlarm(change, active)) return change.op === "delete";
        const closed = wayOf(change) ?? followedBy(change);
        return closed !== undefined && closed !== active && closed !== next && change.op === "delete";
    };
}
