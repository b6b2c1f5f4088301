/**
 * Takes a backup of the database now, waits for it and says how to restore it. Run twice at once, it is one backup.
 *
 *     npm run backup -- --stack production
 */
import { DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import { endOf, runningJob, startJob } from "./lib/backup-job.ts";
import { asked, signIn, type Cloud } from "./lib/cloud.ts";
import { answer, Refusal, start, type Command } from "./lib/command.ts";
import { environmentOf, mapOutputOf, outputOf, stackOption } from "./lib/environment.ts";
import { utc } from "./lib/table.ts";
import type { World } from "./lib/world.ts";

// It adds a recovery point and changes nothing that runs, so it does not ask.
const command: Command = {
    name: "backup",
    says: "Takes a backup of the active database into the environment's vault, and waits until it is done.",
    example: "npm run backup -- --stack production",
    options: { ...stackOption },
    exits: { good: "taken", faults: "AWS Backup failed" },
};

async function arnOf(cloud: Cloud, DBInstanceIdentifier: string): Promise<string> {
    const { DBInstances } = await asked(
        "rds:DescribeDBInstances",
        cloud.rds().send(new DescribeDBInstancesCommand({ DBInstanceIdentifier })),
    );
    const [instance] = DBInstances ?? [];
    if (!instance?.DBInstanceArn) throw new Refusal(`There is no database ${DBInstanceIdentifier}.`);
    // AWS refuses a snapshot of an instance that is stopped (RDS User Guide, "Stopping a DB instance temporarily").
    if (/^stopp/.test(instance.DBInstanceStatus ?? "")) {
        throw new Refusal(
            `The database ${DBInstanceIdentifier} is ${instance.DBInstanceStatus}; start it first.`,
        );
    }
    return instance.DBInstanceArn;
}

export function main(argv: string[], world: World): Promise<number> {
    return answer(command, argv, world, async (given) => {
        const environment = await environmentOf(given.text("stack"), world);
        const cloud = await signIn(environment);
        const vault = mapOutputOf(environment, "backupVaults")[cloud.region];
        if (vault === undefined)
            throw new Refusal(`The output backupVaults has no vault in ${cloud.region}.`);
        const instanceArn = await arnOf(cloud, outputOf(environment, "databaseInstance"));
        const into = { vault, instanceArn };
        const running = await runningJob(cloud, into);
        const job =
            running?.id ??
            (await startJob(cloud, { planId: outputOf(environment, "backupPlanId"), ...into }));
        if (running !== undefined) world.err(`backup: one is being taken already; waiting for that.`);
        world.err(
            `backup: the job ${job} backs up ${instanceArn} into ${vault}. It goes on if you stop waiting.`,
        );
        const { recoveryPoint, fault } = await endOf(cloud, job, world);
        if (recoveryPoint === undefined) {
            world.err(`backup: the job ${job} ended without a backup. ${fault}`);
            return 1;
        }
        world.out(recoveryPoint);
        // Of the minute in which its snapshot was taken, and not of the one in which somebody asked for it here.
        if (running !== undefined)
            world.err(
                `backup: this one was begun ${running.since ? `at ${utc(running.since)}` : "before"}: what was written since it may lack. To have that too, run this again.`,
            );
        world.err(
            "backup: done. It is in this region alone: the copy elsewhere is made of the nightly ones.",
        );
        world.err(
            `Next, to restore it: npm run restore -- --stack ${environment.stack} --to ${recoveryPoint}`,
        );
        return 0;
    });
}

start(import.meta.url, main);
