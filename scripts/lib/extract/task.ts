import { randomBytes } from "node:crypto";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import type { ExtractEvent } from "../../../functions/extract/event.ts";
import { keyOf, type Report } from "../../../functions/extract/report.ts";
import { asked, AwsRefusal, type Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import { mapOutputOf, outputOf, type Environment } from "../environment.ts";
import { runningTasks, startTask, untilStopped } from "../one-off-task.ts";
import { Stopped } from "../stack-update.ts";
import { utc } from "../table.ts";
import type { World } from "../world.ts";

/** ECS takes 8,192 characters of overrides (API reference of TaskOverride), and writes some around this. */
const MOST = 6000;

/** Runs the task to its end and returns what it reports: it is inside the network, and this is not. */
export async function report(
    environment: Environment,
    cloud: Cloud,
    told: Omit<ExtractEvent, "run">,
    world: World,
): Promise<Report> {
    const { definition = "", container = "", ...ids } = mapOutputOf(environment, "extraction");
    const cluster = outputOf(environment, "clusterName");
    const run = `${utc(new Date()).replaceAll(":", "-")}-${randomBytes(4).toString("hex")}`;
    const event = JSON.stringify({ ...told, run });
    if (event.length > MOST)
        throw new Refusal(
            `--where and --reason have ${event.length} characters with the rest; use at most ${MOST}.`,
        );
    const arn = await startTask(cloud, {
        ...{ cluster, taskDefinition: definition, container, clientToken: run },
        subnetIds: ids.subnetIds?.split(",") ?? [],
        securityGroupIds: ids.securityGroupIds?.split(",") ?? [],
        environment: { EXTRACT_EVENT: event },
        startedBy: told.apply ? "extract-apply" : "extract-compare",
    });
    const what = `restore: the task that ${told.apply ? "puts rows back" : "compares"}`;
    const { exitCode, reason } = await untilStopped(cloud, cluster, arn, world, what);
    const kept = await reportAt(cloud, outputOf(environment, "evidenceBucket"), run);
    if (kept) return kept;
    throw new Stopped(
        `The task ended without a report (exit ${exitCode ?? "unknown"}, ${reason}); its log says why: aws logs tail /${environment.name}/restore-proof --since 1h. ${told.apply ? "What it did is one transaction, all of it or nothing: run" : "Nothing was changed. Run"} the same command: it compares again.`,
    );
}

/** Waits for those of others, and for one that an earlier run of ours left behind: two at once would each see half. */
export async function untilAlone(environment: Environment, cloud: Cloud, world: World): Promise<void> {
    const cluster = outputOf(environment, "clusterName");
    const all = await runningTasks(cloud, cluster, { startedBy: "extract-apply" });
    for (const { arn } of all)
        await untilStopped(
            cloud,
            cluster,
            arn,
            world,
            "restore: a task of another run, which puts rows back,",
        );
}

async function reportAt(cloud: Cloud, Bucket: string, run: string): Promise<Report | undefined> {
    const look = async () => {
        const { Body } = await cloud.s3().send(new GetObjectCommand({ Bucket, Key: keyOf(run) }));
        return Body!.transformToString();
    };
    try {
        return JSON.parse(await asked("s3:GetObject", look())) as Report;
    } catch (error) {
        if (error instanceof AwsRefusal && error.code === "NoSuchKey") return undefined;
        throw error;
    }
}
