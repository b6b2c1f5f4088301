import {
    DescribeBackupJobCommand,
    GetBackupPlanCommand,
    paginateListBackupJobs,
    paginateListBackupSelections,
    StartBackupJobCommand,
    type BackupJobState,
} from "@aws-sdk/client-backup";
import { asked, type Cloud } from "./cloud.ts";
import { Refusal } from "./command.ts";
import { plain } from "./table.ts";
import type { World } from "./world.ts";

const DAY = 24 * 60 * 60 * 1000;
const SECONDS_BETWEEN_LOOKS = 15;
const unfinished: BackupJobState[] = ["CREATED", "PENDING", "RUNNING"];

/** The job that backs an instance up into a vault right now, be it the nightly one or somebody else's; and since when. */
export async function runningJob(
    cloud: Cloud,
    { vault, instanceArn }: { vault: string; instanceArn: string },
): Promise<{ id: string; since: Date | undefined } | undefined> {
    const created = new Date(Date.now() - DAY);
    const asking = { ByResourceArn: instanceArn, ByBackupVaultName: vault, ByCreatedAfter: created };
    const look = async () => {
        for await (const { BackupJobs } of paginateListBackupJobs({ client: cloud.backup() }, asking))
            for (const { BackupJobId: id, State, CreationDate: since, ...of } of BackupJobs ?? [])
                if (of.ResourceArn === instanceArn && of.BackupVaultName === vault)
                    if (id && State && unfinished.includes(State)) return { id, since };
        return undefined;
    };
    return asked("backup:ListBackupJobs", look());
}

/** Starts one as the nightly plan does: its role, its vault, and the days that it keeps a recovery point. */
export async function startJob(
    cloud: Cloud,
    { planId, vault, instanceArn }: { planId: string; vault: string; instanceArn: string },
): Promise<string> {
    const client = cloud.backup();
    const { BackupPlan } = await asked(
        "backup:GetBackupPlan",
        client.send(new GetBackupPlanCommand({ BackupPlanId: planId })),
    );
    const lifecycle = BackupPlan?.Rules?.find(({ TargetBackupVaultName: into }) => into === vault)?.Lifecycle;
    // The vault's lock takes no point without an end, and the job would fail after its hours.
    if (!lifecycle?.DeleteAfterDays) {
        throw new Refusal(
            `No rule of the backup plan ${planId} keeps anything in the vault ${vault}: is it deployed?`,
        );
    }
    const { BackupJobId } = await asked(
        "backup:StartBackupJob",
        client.send(
            new StartBackupJobCommand({
                BackupVaultName: vault,
                ResourceArn: instanceArn,
                IamRoleArn: await roleOf(cloud, planId),
                Lifecycle: { DeleteAfterDays: lifecycle.DeleteAfterDays },
                // Two people in the same minute get one job.
                IdempotencyToken: `${instanceArn.split(":").at(-1)}-${new Date().toISOString().slice(0, 16)}`,
            }),
        ),
    );
    return BackupJobId!;
}

async function roleOf(cloud: Cloud, BackupPlanId: string): Promise<string> {
    const look = async () => {
        for await (const page of paginateListBackupSelections({ client: cloud.backup() }, { BackupPlanId }))
            for (const { IamRoleArn } of page.BackupSelectionsList ?? []) if (IamRoleArn) return IamRoleArn;
        throw new Refusal(`The backup plan ${BackupPlanId} selects nothing: is it deployed?`);
    };
    return asked("backup:ListBackupSelections", look());
}

export interface EndedJob {
    recoveryPoint?: string;
    /** Why there is none. */
    fault?: string;
}

/** Waits until the job has ended, and says how far it is whenever that changes. */
export async function endOf(cloud: Cloud, BackupJobId: string, world: World): Promise<EndedJob> {
    let said = "";
    for (;;) {
        const question = new DescribeBackupJobCommand({ BackupJobId });
        const job = await asked("backup:DescribeBackupJob", cloud.backup().send(question));
        const { State = "PENDING", PercentDone, StatusMessage, RecoveryPointArn } = job;
        if (State === "COMPLETED" && RecoveryPointArn !== undefined)
            return { recoveryPoint: RecoveryPointArn };
        if (!unfinished.includes(State) && State !== "ABORTING") {
            return { fault: `${State}: ${plain(StatusMessage ?? "AWS Backup says no reason")}` };
        }
        const now = `${State.toLowerCase()}${PercentDone ? `, ${plain(PercentDone)} %` : ""}`;
        if (now !== said) world.err(`backup: the job ${BackupJobId} is ${now} ...`);
        said = now;
        await world.pause(SECONDS_BETWEEN_LOOKS);
    }
}
