import { CopyDBSnapshotCommand } from "@aws-sdk/client-rds";
import { asked, AwsRefusal, type Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import { snapshotAt } from "../points/rds.ts";
import type { World } from "../world.ts";
import type { Wanted } from "./wanted.ts";

const SECONDS_BETWEEN_LOOKS = 30;

/** Copies a snapshot into the environment's region, under its key, and waits. The copy of an earlier run is taken up. */
export async function copied(
    cloud: Cloud,
    { source, target }: NonNullable<Wanted["copy"]>,
    KmsKeyId: string,
    world: World,
): Promise<void> {
    if (!(await snapshotAt(cloud, cloud.region, target))) await begin(cloud, source, target, KmsKeyId);
    let said: string | undefined;
    for (;;) {
        const copy = await snapshotAt(cloud, cloud.region, target);
        if (copy?.Status === "available") return;
        if (copy?.Status !== "creating" && copy?.Status !== "copying" && copy?.Status !== "pending") {
            throw new Refusal(
                `The copy ${target} is ${copy?.Status ?? "gone"}; delete it in RDS if it is there, and run the same command.`,
            );
        }
        const now = `${copy.Status}, ${copy.PercentProgress ?? 0} %`;
        if (now !== said) world.err(`restore: the copy ${target} is ${now} ...`);
        said = now;
        await world.pause(SECONDS_BETWEEN_LOOKS);
    }
}

async function begin(cloud: Cloud, source: string, target: string, KmsKeyId: string): Promise<void> {
    const copy = new CopyDBSnapshotCommand({
        SourceDBSnapshotIdentifier: source,
        TargetDBSnapshotIdentifier: target,
        KmsKeyId,
        // The tag by which backups find a database would have AWS Backup judge the copy, too.
        CopyTags: false,
    });
    try {
        await asked("rds:CopyDBSnapshot", cloud.rds().send(copy));
    } catch (error) {
        // Somebody else's run was a moment faster, with the same copy.
        if (!(error instanceof AwsRefusal && /^DBSnapshotAlreadyExists/.test(error.code))) throw error;
    }
}
