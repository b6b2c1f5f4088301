import {
    DescribeRestoreJobCommand,
    StartRestoreJobCommand,
    type RestoreJobsListMember,
} from "@aws-sdk/client-backup";
import { drillCopyOf, instanceIn } from "../../../functions/restore-check/drill.ts";
import { asked, type Cloud } from "../cloud.ts";
import { plain } from "../table.ts";
import type { World } from "../world.ts";

/** A drill that somebody has begun, and nobody has ended. */
export interface Begun {
    job: string;
    /** ARN of the recovery point. */
    point: string;
}

/** A restore that is over. */
export interface Ended {
    completedAt?: Date;
    copyArn?: string;
    /** Why there is no copy. */
    fault?: string;
}

const SECONDS_BETWEEN_LOOKS = 30;

/** The drills that are under way: AWS Backup restores, or the copy is there and not deleted yet. */
export function begunIn(
    environment: string,
    jobs: RestoreJobsListMember[],
    copies: string[],
    roleArn: string,
): Begun[] {
    const newestFirst = [...jobs].sort((a, b) => +(b.CreationDate ?? 0) - +(a.CreationDate ?? 0));
    return newestFirst.flatMap(({ RestoreJobId: job, RecoveryPointArn: point, Status, ...rest }) => {
        // The role is for drills alone, and those of a plan name it.
        const isPersons = rest.IamRoleArn === roleArn && rest.CreatedBy?.RestoreTestingPlanArn === undefined;
        if (!isPersons || job === undefined || point === undefined) return [];
        const copy = drillCopyOf(environment, point);
        const isThere = instanceIn(rest.CreatedResourceArn) === copy && copies.includes(copy);
        const isUnderWay =
            Status === "PENDING" || Status === "RUNNING" || (Status === "COMPLETED" && isThere);
        return isUnderWay ? [{ job, point }] : [];
    });
}

export async function startRestore(
    cloud: Cloud,
    { point, copy, roleArn }: { point: string; copy: string; roleArn: string },
    Metadata: Record<string, string>,
): Promise<string> {
    const { RestoreJobId } = await asked(
        "backup:StartRestoreJob",
        cloud.backup().send(
            new StartRestoreJobCommand({
                ...{ RecoveryPointArn: point, Metadata, IamRoleArn: roleArn, ResourceType: "RDS" },
                // The tag by which backups and the weekly drill find a database would have them take the copy for one.
                CopySourceTagsToRestoredResource: false,
                // Two people in the same minute get one job; later ones find it in the list.
                IdempotencyToken: `${copy}-${new Date().toISOString().slice(0, 16)}`,
            }),
        ),
    );
    return RestoreJobId!;
}

/** Waits until the job has ended, and says how far it is whenever that changes. */
export async function untilRestored(cloud: Cloud, RestoreJobId: string, world: World): Promise<Ended> {
    let said = "";
    for (;;) {
        const question = new DescribeRestoreJobCommand({ RestoreJobId });
        const job = await asked("backup:DescribeRestoreJob", cloud.backup().send(question));
        const { Status = "PENDING", PercentDone, StatusMessage, CompletionDate, CreatedResourceArn } = job;
        if (Status === "COMPLETED" && CompletionDate && CreatedResourceArn)
            return { completedAt: CompletionDate, copyArn: CreatedResourceArn };
        if (Status === "FAILED" || Status === "ABORTED")
            return { fault: `${Status}: ${plain(StatusMessage ?? "AWS Backup says no reason")}` };
        const now = `${Status.toLowerCase()}${PercentDone ? `, ${plain(PercentDone)}` : ""}`;
        if (now !== said) world.err(`restore-drill: the restore job ${RestoreJobId} is ${now} ...`);
        said = now;
        await world.pause(SECONDS_BETWEEN_LOOKS);
    }
}
