import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { PromoteReadReplicaCommand, type DBInstance } from "@aws-sdk/client-rds";
import { lost } from "../../../functions/database/lost.ts";
import { asked, AwsRefusal, type Cloud } from "../cloud.ts";
import { Misuse, Refusal } from "../command.ts";
import { confirmed } from "../confirm.ts";
import { outputOf, type Environment } from "../environment.ts";
import { Stopped } from "../stack-update.ts";
import { aligned, plain, span, utc } from "../table.ts";
import type { World } from "../world.ts";
import { fence, sourceIn, type Source } from "./fence.ts";
import { instancesOf, sourceOf } from "./instances.ts";
import { judge } from "./judge.ts";
import { prove, type Invoke } from "./prove.ts";
import { readSettings } from "./settings.ts";

export interface Promotion {
    generation: string;
    /** First nobody is let into the database that it follows. */
    isFence: boolean;
    isApply: boolean;
    isYes: boolean;
}

const SECONDS_BETWEEN_LOOKS = 15;
/** In which RDS takes a promotion: it refuses one while it backs up (RDS API Reference, "PromoteReadReplica"). */
const READY = ["available", "storage-optimization"];
/** CloudWatch tells 1,440 minutes at once, at most. */
const HOURS = 20;

/**
 * Plans to end that a generation follows another region's database, and, if it is told to, does it: for good, for nothing
 * in RDS lets it follow again. RDS alone knows how far that came, so whoever runs it again goes on.
 */
export async function promote(
    environment: Environment,
    cloud: Cloud,
    { generation, isFence, isApply, isYes }: Promotion,
    invoke: Invoke,
    world: World,
): Promise<number> {
    const { name, stack, file } = environment;
    const { generations } = readSettings(file);
    const following = Object.keys(generations).filter((one) => generations[one]!.replicaOf !== undefined);
    if (!following.includes(generation)) {
        const use = following.length > 0 ? `use ${following.join(" or ")}` : "none has replicaOf";
        throw new Misuse(`--promote is ${generation}; of the generations in Pulumi.${stack}.yaml ${use}.`);
    }
    const instance = `${name}-${generation}`;
    const active = outputOf(environment, "databaseInstance");
    const isInUse = active === instance;
    // What it followed may answer only now.
    if (isInUse && !isFence) throw new Refusal(`Generation ${generation} is in use: it was promoted before.`);
    const project = name.slice(0, -stack.length - 1);
    const source = isFence
        ? sourceIn(generations[generation]!.replicaOf!, project, cloud.account)
        : undefined;
    const now = new Date();
    const at = await lastReplay(cloud, instance, now);
    const seen = await found(cloud, stack, instance);
    const command = `npm run restore -- --stack ${stack}`;
    const again = `${command} --promote ${generation}${isFence ? " --fence" : ""} --apply`;
    if (sourceOf(seen) !== undefined) world.out(planText(seen, active, at, now, source));
    else world.out(`${instance} follows no other database any more: it is promoted.`);
    if (source)
        world.out(`First ${source.instance} in ${source.region} is closed to everybody, and restarted.`);
    if (!isApply) {
        world.err(`Nothing was changed. Next: ${again}`);
        return 0;
    }
    await confirmed(environment, isYes, world);
    if (source) await fence(source, again, cloud, world);
    if (isInUse) return 0;
    await untilPromoted(cloud, stack, instance, world);
    const isOpen = await prove(name, instance, invoke, world);
    const wholeBy = utc(new Date());
    if (isOpen && at === undefined)
        world.err(`restore: ${instance} is NOT PROVEN: CloudWatch has no ReplicaLag that tells what it has.`);
    const origin = at && { time: utc(at), wholeBy };
    const isProven = isOpen && origin && (await judge(environment, cloud, { instance, origin }, world));
    world.err(`restore: ${instance} is a database of its own, beside ${active}, which is in use as before.`);
    const unproven = "It is NOT PROVEN: docs/runbooks/restore.md says what each reason means. ";
    world.err(`${isProven ? "" : unproven}Next: ${command} --cutover ${generation}`);
    return isProven ? 0 : 1;
}

function planText(
    seen: DBInstance,
    active: string,
    at: Date | undefined,
    now: Date,
    closes: Source | undefined,
): string {
    const { DBInstanceIdentifier: instance, StatusInfos: [state] = [] } = seen;
    const known = at && `${utc(at)}, ${span(now.getTime() - at.getTime())} ago, or up to a minute later`;
    const rows = [
        ["follows", `${sourceOf(seen)}${state?.Status ? `, in RDS's words: ${plain(state.Status)}` : ""}`],
        ["data of", known ?? `not known: CloudWatch has no ReplicaLag of the last ${HOURS} hours`],
        [
            "would lose",
            `what was written there after that${closes ? "" : "; whoever still writes there writes for nothing: --fence closes it first"}`,
        ],
        ["makes", `${instance} a database of its own, for good: RDS restarts it, and it never follows again`],
        ["keeps", `${active}, which is in use; nothing is cut over`],
    ];
    return [`Promotion of ${instance}:`, ...aligned(rows)].join("\n");
}

async function found(cloud: Cloud, stack: string, instance: string): Promise<DBInstance> {
    const all = await instancesOf(cloud);
    const one = all.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier === instance);
    if (one) return one;
    throw new Refusal(
        `RDS has no ${instance} in ${cloud.region}; deploy it first: pulumi up --stack ${stack}`,
    );
}

/**
 * When the last write was made that it has, less than a minute of which nobody knows: the lag is that write's age, told
 * once a minute and while the source is gone, too (RDS User Guide, "Monitoring and tuning the replication process").
 */
async function lastReplay(cloud: Cloud, instance: string, now: Date): Promise<Date | undefined> {
    const question = new GetMetricStatisticsCommand({
        ...{ Namespace: "AWS/RDS", MetricName: "ReplicaLag", Statistics: ["Maximum"], Period: 60 },
        Dimensions: [{ Name: "DBInstanceIdentifier", Value: instance }],
        ...{ StartTime: new Date(now.getTime() - HOURS * 60 * 60 * 1000), EndTime: now },
    });
    const { Datapoints = [] } = await asked("cloudwatch:GetMetricStatistics", cloud.alarms().send(question));
    const told = Datapoints.flatMap(({ Timestamp: at, Maximum: lag }) =>
        // Below 0 it is no lag: "replication is not active".
        at !== undefined && lag !== undefined && lag >= 0 ? [{ at: at.getTime(), lag }] : [],
    );
    const [newest] = told.sort((one, other) => other.at - one.at);
    return newest && new Date(newest.at - newest.lag * 1000);
}

async function untilPromoted(cloud: Cloud, stack: string, instance: string, world: World): Promise<void> {
    let isAsked = false;
    let said: string | undefined;
    for (;;) {
        const seen = await found(cloud, stack, instance);
        const { DBInstanceStatus: status = "unknown" } = seen;
        const isFollowing = sourceOf(seen) !== undefined;
        if (!isFollowing && READY.includes(status)) return;
        if (lost.test(status))
            throw new Stopped(
                `${instance} is ${status}, and does not leave that by itself. Mend it, and run the same command; or bring the newest copy back: docs/runbooks/second-region.md.`,
            );
        let why: string | undefined;
        if (isFollowing && !isAsked && READY.includes(status)) {
            why = await begin(cloud, instance, seen);
            isAsked = why === undefined;
        }
        const now = `${status}${isFollowing ? ", and still follows" : ""}${why === undefined ? "" : `. ${why}`}`;
        if (now !== said) world.err(`restore: ${instance} is ${now} ...`);
        said = now;
        await world.pause(SECONDS_BETWEEN_LOOKS);
    }
}

/**
 * With its own backups: RDS would keep those of one day, at an hour of its choice. Where its state does not let it, RDS's words: it
 * may just have changed, or never let it, which only these words tell apart.
 */
async function begin(
    cloud: Cloud,
    DBInstanceIdentifier: string,
    seen: DBInstance,
): Promise<string | undefined> {
    const { BackupRetentionPeriod: days, PreferredBackupWindow } = seen;
    const backups = days ? { BackupRetentionPeriod: days, PreferredBackupWindow } : {};
    const promotion = new PromoteReadReplicaCommand({ DBInstanceIdentifier, ...backups });
    try {
        await asked("rds:PromoteReadReplica", cloud.rds().send(promotion));
        return undefined;
    } catch (error) {
        if (error instanceof AwsRefusal && /^InvalidDBInstanceState/.test(error.code)) return error.message;
        throw error;
    }
}
