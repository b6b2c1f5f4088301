import type { LoadEvidence } from "../load/evidence.ts";
import type { Gate } from "../load/plan.ts";
import type { AlarmState } from "../release/alarms.ts";
import { isWell, type Standing } from "../release/standing.ts";
import { stageOf } from "../release/watch.ts";
import { sharesOf } from "../release/way-back.ts";
import { plain, span, utc } from "../table.ts";
import { costCommand, type CostLimit } from "./cost.ts";

/** All that a promotion depends on, as it was found. */
export interface Facts {
    from: string;
    /** The whole name of the first one, by which evidence knows it. */
    source: string;
    to: string;
    standing: Standing;
    /** Loads on the first environment, the newest first. */
    runs: { key: string; evidence: LoadEvidence }[];
    /** What a soak has to be. */
    gate: Gate;
    /** When a restore of the other one's database was last proven. */
    proven: { key: string; at: Date } | undefined;
    red: (AlarmState & { stack: string; region: string })[];
    /** The limit that its program is past, by what `npm run cost` has said; undefined when it is within. */
    dearer: CostLimit | undefined;
    /** Why the image can't be run there. */
    unreachable: string | undefined;
    now: Date;
}

const HOUR = 3_600_000;
const SOAK_HOURS = 24;
/** A drill a week, and a day for it to be done: as the alarm of the proofs counts. */
const PROOF_DAYS = 8;

/** By which a soak may have been shorter than it was asked for: the last user may have come, and gone, before its end. */
const SPARE = 60_000;

/** Every reason against it at once, each with what to run; none when it may be promoted. */
export function refusalsOf(facts: Facts): string[] {
    const { from, to, standing, proven, red, dearer, unreachable, now } = facts;
    const soak = serves(standing) ? soakRefusal(facts) : undefined;
    const look = `npm run status -- --stack ${from}`;
    return [
        ...(standing.flight
            ? [`${from}: a deployment is in flight (${stageOf(standing.flight)}). Wait for its end: ${look}`]
            : !serves(standing)
              ? [`${from}: no version serves all requests (${sharesOf(standing.revisions)}). Look: ${look}`]
              : !isWell(standing.serving)
                ? [`${from}: not all tasks of what serves are healthy. Look: ${look}`]
                : []),
        ...(soak === undefined ? [] : [soak]),
        ...proofRefusals(to, proven, now),
        ...red.map(({ stack, region, name, state, reason }) => {
            const ask = `aws cloudwatch describe-alarms --region ${region} --alarm-names ${name}`;
            const why = reason ? ` (${plain(reason)})` : "";
            return `${stack}: the alarm ${name} is ${state}${why}. Mend that first: ${ask}`;
        }),
        ...(dearer === undefined
            ? []
            : [
                  `${to}: it would cost more than it may, as it says above. Look: npm run ${costCommand(to, dearer).join(" ")}; and if it is worth that, add --most-usd or --despite-unknown here, too`,
              ]),
        ...(unreachable === undefined ? [] : [`${to}: ${unreachable}`]),
    ];
}

function proofRefusals(to: string, proven: Facts["proven"], now: Date): string[] {
    const run = `Run: npm run restore-drill -- --stack ${to} --apply`;
    if (proven === undefined) return [`${to}: no restore of its database was ever proven. ${run}`];
    const age = now.getTime() - proven.at.getTime();
    if (age < -HOUR) return [`${to}: a restore was proven at ${utc(proven.at)}, which is to come. ${run}`];
    if (age <= PROOF_DAYS * 24 * HOUR) return [];
    return [`${to}: a restore was last proven ${span(age)} ago, and ${PROOF_DAYS} days are let pass. ${run}`];
}

function serves(standing: Standing): standing is Standing & { serving: object } {
    return standing.serving !== undefined;
}

export const digestOf = (image: string) => /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1];

/** The last soak of what serves that says anything has passed, and within a day. */
export function soakOf({ source, standing, runs }: Pick<Facts, "source" | "standing" | "runs">) {
    const digest = digestOf(standing.serving?.image ?? "");
    return runs.find(
        ({ evidence }) =>
            evidence.kind === "soak" &&
            evidence.environment === source &&
            evidence.verdict !== "void" &&
            digest !== undefined &&
            [evidence.served.before, evidence.served.after].every(({ image }) => digestOf(image) === digest),
    );
}

function soakRefusal(facts: Facts): string | undefined {
    const { from, to, now } = facts;
    const run = `Run: npm run load -- --stack ${from} --soak --like ${to}`;
    const found = soakOf(facts);
    if (found === undefined)
        return `${from}: no soak of ${facts.standing.serving?.image} within ${SOAK_HOURS} hours says anything. ${run}`;
    const { verdict, reasons, endedAt } = found.evidence;
    if (verdict !== "passed")
        return `${from}: the last soak of what serves, of ${endedAt.slice(0, 19)}Z, ${verdict}: ${plain(reasons.join(" "))} Mend that and release it again, or, if it was no fault of the version: ${run}`;
    const short = tooLittle(found.evidence, facts.gate) ?? tooBad(found.evidence, facts.gate);
    if (short !== undefined)
        return `${from}: the last soak of what serves, of ${endedAt.slice(0, 19)}Z, ${short}. ${run}`;
    const age = now.getTime() - Date.parse(endedAt);
    // A clock that is wrong by an hour has told it, or somebody has: it says nothing about today.
    if (age > SOAK_HOURS * HOUR || age < -HOUR)
        return `${from}: the last soak of what serves was at ${utc(new Date(endedAt))}, and ${SOAK_HOURS} hours are let pass. ${run}`;
    return undefined;
}

/** What there is too little of to say anything; a soak of an older version of the script may have passed so. */
function tooLittle(
    { seconds, begunAt, endedAt, measured }: LoadEvidence,
    { minutes, limits }: Gate,
): string | undefined {
    const [asked, took] = [seconds * 1000, Date.parse(endedAt) - Date.parse(begunAt)];
    if (!(Math.min(asked, took + SPARE) >= minutes * 60_000))
        return `lasted ${span(Math.min(asked, took))}, and ${span(minutes * 60_000)} are the least that say anything`;
    if (!(measured.users >= limits.leastUsers && measured.requests >= measured.users))
        return `had ${measured.users} users and ${measured.requests} requests, and ${limits.leastUsers} users are the least that say anything: fewer can't show that fewer than ${limits.errorPercent} % fail`;
    return undefined;
}

/** What no soak passes with, whatever its verdict says. */
function tooBad({ measured }: LoadEvidence, { limits }: Gate): string | undefined {
    const { errorPercent, request } = measured;
    if (!(errorPercent < limits.errorPercent))
        return `says that it passed, and ${errorPercent} % of its users did not get through, and has to be below ${limits.errorPercent} %`;
    if (!(request.p95 < (limits.p95Milliseconds ?? Infinity)))
        return `says that it passed, and its p95 was ${request.p95} ms, and has to be below ${limits.p95Milliseconds} ms`;
    return undefined;
}
