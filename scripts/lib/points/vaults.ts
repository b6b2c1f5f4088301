import {
    paginateListRecoveryPointsByBackupVault,
    type RecoveryPointByBackupVault,
    type RestoreJobsListMember,
} from "@aws-sdk/client-backup";
import { asked, type Cloud } from "../cloud.ts";
import { generationOf, type Point } from "./point.ts";

const GIB = 1024 ** 3;

/** The recovery points of the environment's databases in one vault. */
export async function vaultPoints(
    environment: string,
    { region, vault }: { region: string; vault: string },
    cloud: Cloud,
    jobs: RestoreJobsListMember[],
): Promise<Point[]> {
    const client = cloud.backup(region);
    const asking = { BackupVaultName: vault, ByResourceType: "RDS" };
    const points: Point[] = [];
    const read = async () => {
        for await (const { RecoveryPoints } of paginateListRecoveryPointsByBackupVault({ client }, asking))
            for (const point of RecoveryPoints ?? [])
                points.push(...pointOf(environment, point, region, cloud, jobs));
    };
    await asked("backup:ListRecoveryPointsByBackupVault", read());
    return points;
}

function pointOf(
    environment: string,
    point: RecoveryPointByBackupVault,
    region: string,
    cloud: Cloud,
    jobs: RestoreJobsListMember[],
): Point[] {
    const instance = point.ResourceArn?.split(":db:")[1];
    const generation = generationOf(environment, instance);
    const { RecoveryPointArn: to, CreationDate } = point;
    if (generation === undefined || to === undefined || CreationDate === undefined) return [];
    return [
        {
            kind: region === cloud.region ? "recovery point" : "copy",
            to,
            time: CreationDate.toISOString(),
            generation,
            region,
            ...(point.BackupSizeInBytes && { sizeGb: Math.ceil(point.BackupSizeInBytes / GIB) }),
            ...(point.EncryptionKeyArn !== undefined && { kmsKeyArn: point.EncryptionKeyArn }),
            ...proofOf(to, jobs),
            isReady: point.Status === "COMPLETED" || point.Status === "AVAILABLE",
        },
    ];
}

/** What the restores of a recovery point have shown. A failure outweighs a success: somebody should look. */
function proofOf(recoveryPoint: string, jobs: RestoreJobsListMember[]): Pick<Point, "proof" | "proofNote"> {
    const tried = jobs.filter(({ RecoveryPointArn }) => RecoveryPointArn === recoveryPoint);
    const failed = tried.find(
        ({ Status, ValidationStatus }) => Status === "FAILED" || ValidationStatus === "FAILED",
    );
    if (failed) {
        const why = failed.ValidationStatusMessage ?? failed.StatusMessage;
        return { proof: "failed", ...(why !== undefined && { proofNote: why }) };
    }
    const proven = tried.find(({ ValidationStatus }) => ValidationStatus === "SUCCESSFUL");
    if (proven) {
        const when = proven.CompletionDate?.toISOString();
        return { proof: "proven", ...(when !== undefined && { proofNote: when }) };
    }
    return {
        proof: tried.some(({ Status }) => Status === "COMPLETED") ? "restored, not checked" : "not yet",
    };
}
