import { createHash } from "node:crypto";
import { readText } from "../../functions/restore-check/evidence.ts";
import type { Verdict } from "../../functions/restore-check/verdict.ts";
import { asked, type Cloud } from "./cloud.ts";
import { Refusal } from "./command.ts";
import { mapOutputOf, outputOf, type Environment } from "./environment.ts";
import { runningTasks, startTask, untilStopped } from "./one-off-task.ts";
import { plain } from "./table.ts";
import type { World } from "./world.ts";

/** Where the task that judges copies runs, and where it leaves its evidence. */
export interface CheckPlace {
    cluster: string;
    bucket: string;
    taskFamily: string;
    container: string;
    subnetIds: string[];
    securityGroupId: string;
    /** Worn besides, it reaches the generations. */
    operatorSecurityGroupId: string;
    /** The weekly drill's. */
    planName: string;
}

/** What is to be judged, as the task is told it. */
export interface Check {
    told: Record<string, string>;
    /** The variable that tells one from another. */
    subject: "RESTORE_JOB_ID" | "INSTANCE";
    securityGroupIds: string[];
    /** Where the evidence will be. */
    keyOf(told: Record<string, string>): string;
}

/** The evidence as a person is told it; the rest of it stays in the bucket. */
export interface Told extends Verdict {
    rpoSeconds: number | null;
    rtoSeconds?: number;
}

/** Shown by AWS, and by it another run finds the task. */
const STARTED_BY = "restore-check";

export function checkPlaceOf(environment: Environment): CheckPlace {
    const { subnetIds, ...names } = mapOutputOf(environment, "restoreCheck") as Record<string, unknown>;
    const needed = [
        "taskFamily",
        "container",
        "securityGroupId",
        "operatorSecurityGroupId",
        "planName",
    ] as const;
    const isWhole = Array.isArray(subnetIds) && needed.every((name) => typeof names[name] === "string");
    if (!isWhole)
        throw new Refusal(
            `The output restoreCheck of ${environment.stack} is not whole; deploy it with this version of the program: pulumi up --stack ${environment.stack}`,
        );
    const texts = names as Record<(typeof needed)[number], string>;
    const cluster = outputOf(environment, "clusterName");
    return {
        ...texts,
        subnetIds: subnetIds.map(String),
        cluster,
        bucket: outputOf(environment, "evidenceBucket"),
    };
}

/** Has it judged, unless somebody else's task does that already, and returns the evidence; undefined when there is none. */
export async function checked(
    cloud: Cloud,
    place: CheckPlace,
    { told, subject, securityGroupIds, keyOf }: Check,
    says: string,
    world: World,
): Promise<{ key: string; evidence: Told | undefined; end: string }> {
    const { cluster, taskFamily, container, subnetIds } = place;
    const running = await runningCheck(cloud, place, subject, told[subject]!);
    const minute = new Date().toISOString().slice(0, 16);
    const clientToken = createHash("sha256")
        .update(JSON.stringify([told, minute]))
        .digest("hex");
    const task = { cluster, taskDefinition: taskFamily, container, subnetIds, securityGroupIds };
    const own = { ...task, environment: told, startedBy: STARTED_BY, clientToken };
    const arn = running?.arn ?? (await startTask(cloud, own));
    const { exitCode, reason } = await untilStopped(cloud, cluster, arn, world, says);
    const key = keyOf(running?.environment ?? told);
    const end = `task ${arn.split("/").at(-1)}, exit ${exitCode ?? "code unknown"}: ${reason}`;
    return { key, evidence: await evidenceAt(cloud, place.bucket, key), end };
}

export async function runningCheck(
    cloud: Cloud,
    place: CheckPlace,
    subject: Check["subject"],
    value: string,
) {
    const all = await runningTasks(cloud, place.cluster, { startedBy: STARTED_BY });
    return all.find(({ environment }) => environment[subject] === value);
}

export async function evidenceAt(cloud: Cloud, bucket: string, key: string): Promise<Told | undefined> {
    const text = await asked("s3:GetObject", readText(cloud.s3(), bucket, key));
    return text === undefined ? undefined : (JSON.parse(text) as Told);
}

/** The verdict, its reasons, and what was measured. */
export function verdictText({ proven, reasons, notes, measured, ...told }: Told, where: string): string {
    const { tables, knownRows, comparedRows, indexes } = measured;
    const { rpoSeconds, rtoSeconds } = told;
    const rpo =
        rpoSeconds === null ? "not known: the copy has no heartbeat" : `${Math.round(rpoSeconds)} s at most`;
    return [
        proven ? "PROVEN" : "NOT PROVEN",
        ...reasons.map((reason) => `  ${plain(reason)}`),
        ...(rtoSeconds === undefined
            ? []
            : [`RTO   ${Math.round(rtoSeconds)} s, from the order to the copy`]),
        `RPO   ${rpo}, by the heartbeat in the copy`,
        `Copy  ${tables} tables, ${knownRows} known rows, ${comparedRows} of them by content, ${indexes} indexes`,
        ...notes.map((note) => `Note  ${plain(note)}`),
        `See   ${where}`,
    ].join("\n");
}
