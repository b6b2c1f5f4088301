import { DeleteDBInstanceCommand, type DBInstance } from "@aws-sdk/client-rds";
import { isDrillCopy } from "../../../functions/restore-check/drill.ts";
import { asked, AwsRefusal, type Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import { mapOutputOf, outputOf, type Environment } from "../environment.ts";
import { instancesOf } from "../restore/instances.ts";

/** The copies that drills of people have made, and that are still there. */
export async function copiesIn(environment: string, cloud: Cloud): Promise<DBInstance[]> {
    const all = await instancesOf(cloud);
    return all.filter(({ DBInstanceIdentifier }) => isDrillCopy(environment, DBInstanceIdentifier));
}

/**
 * Deletes a drill's copy, and nothing else: by its name, which no generation can have, by the security group that only
 * copies wear, and never what is protected. It leaves no snapshot: the recovery point is what it came from.
 */
export async function deleteCopy(
    environment: Environment,
    cloud: Cloud,
    instance: DBInstance,
    groups: string[],
): Promise<void> {
    const {
        DBInstanceIdentifier = "",
        DBInstanceStatus,
        DeletionProtection,
        VpcSecurityGroups = [],
    } = instance;
    const worn = VpcSecurityGroups.map(({ VpcSecurityGroupId = "" }) => VpcSecurityGroupId);
    const serving = [
        ...Object.values(mapOutputOf(environment, "databaseGenerations")),
        outputOf(environment, "databaseInstance"),
    ];
    const isCopy =
        isDrillCopy(environment.name, DBInstanceIdentifier) && !serving.includes(DBInstanceIdentifier);
    const isApart = worn.length > 0 && worn.every((one) => groups.includes(one));
    if (!isCopy || !isApart || DeletionProtection) {
        throw new Refusal(
            `${DBInstanceIdentifier} is not deleted: it is protected, or wears ${worn.join(", ") || "no security group"} instead of ${groups.join(", ")}, so a drill did not make it. Look at it in RDS.`,
        );
    }
    if (DBInstanceStatus === "deleting") return;
    const order = { DBInstanceIdentifier, SkipFinalSnapshot: true, DeleteAutomatedBackups: true };
    try {
        await asked("rds:DeleteDBInstance", cloud.rds().send(new DeleteDBInstanceCommand(order)));
    } catch (error) {
        // Somebody else's run, which waits for the same drill, was a moment faster.
        const isGone = error instanceof AwsRefusal && /^DBInstanceNotFound/.test(error.code);
        if (isGone) return;
        if (!(error instanceof AwsRefusal)) throw error;
        throw new Refusal(
            `The copy ${DBInstanceIdentifier} is still there, and costs money: ${error.message} The same command finds it, and deletes it.`,
        );
    }
}
