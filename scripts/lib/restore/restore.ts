import type { Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import { confirmed } from "../confirm.ts";
import { mapOutputOf, outputOf, type Environment } from "../environment.ts";
import { allPoints } from "../points/all.ts";
import { generationOf, type Point } from "../points/point.ts";
import { snapshotAt } from "../points/rds.ts";
import { measured } from "../points/restore-jobs.ts";
import { deploy, takesAway } from "../stack-update.ts";
import { utc } from "../table.ts";
import type { World } from "../world.ts";
import { copied } from "./copy.ts";
import { instancesOf } from "./instances.ts";
import { isJudgedGood, judge } from "./judge.ts";
import { nextName } from "./names.ts";
import { planText, type Plan } from "./plan.ts";
import { prove, type Invoke } from "./prove.ts";
import { isFrom, readSettings, replaceFile, withGeneration, type Settings } from "./settings.ts";
import { refuseUncommitted, unfinished } from "./standing.ts";
import { readTo, wantedSecond, wantedSnapshot, type Known, type Wanted } from "./wanted.ts";

export interface Asked {
    to: string;
    /** Of a second, the generation whose window is meant; of a snapshot, the stack that made it. @default the active one; this one */
    from?: string | undefined;
    isApply: boolean;
    isYes: boolean;
    isDespiteFaults: boolean;
    purpose?: Purpose | undefined;
}

/** What somebody wants of the copy, once it is there. */
interface Purpose {
    /** What it will do, and the options that ask for it. */
    plan: string;
    options: string;
    run(generation: string): Promise<number>;
}

const NOT_PROVEN = "It is NOT PROVEN: docs/runbooks/restore.md says what each reason means.";
const UNPROVEN = `${NOT_PROVEN} Take another --to; or, if no reason is about these rows, add --despite-faults.`;

/** Plans a restore and, if it is told to, does it: each step finds what an earlier run has done, and goes on. */
export async function restore(
    environment: Environment,
    cloud: Cloud,
    ask: Asked,
    invoke: Invoke,
    world: World,
): Promise<number> {
    const { name, stack, file } = environment;
    const settings = readSettings(file);
    const active = outputOf(environment, "databaseInstance");
    const deployed = { active, generations: mapOutputOf(environment, "databaseGenerations") };
    const instances = await instancesOf(cloud);
    const ids = instances.map(({ DBInstanceIdentifier = "" }) => DBInstanceIdentifier);
    const open = unfinished(environment, settings, deployed, ids);
    await refuseUncommitted(environment, world);
    const instance = instances.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier === active);
    if (instance && !instance.KmsKeyId)
        throw new Refusal(
            `The database ${active} is not encrypted, and a copy would be: bring it back by hand.`,
        );
    // The night in which somebody has deleted it is one of those that this is for.
    const kmsKeyArn = instance?.KmsKeyId ?? outputOf(environment, "databaseKeyArn");
    if (!instance) world.err(`restore: RDS has no ${active} any more; the copy is made as the settings say.`);
    const { points, jobs, unasked } = await allPoints(environment, cloud);
    for (const why of unasked) world.err(`restore: ${why}`);
    const now = new Date();
    const known = { environment: name, region: cloud.region, account: cloud.account, kmsKeyArn, now };
    const wanted = await found(ask, settings, points, cloud, { ...known, stack });
    const generation =
        generationFor(wanted, settings, open, stack) ?? nextName(used(name, settings, points, ids));
    const isBegun = settings.generations[generation] !== undefined;
    const plan = { environment: name, generation, isBegun, active: settings.active, wanted, instance };
    const { purpose } = ask;
    const isThere = purpose !== undefined && isBegun && open !== generation;
    if (isThere)
        world.out(`The copy is there: generation ${generation}, with the data of ${utc(wanted.at)}.`);
    else world.out(planText({ ...plan, measured: measured(jobs) }, now));
    if (purpose) world.out(purpose.plan);
    if (!ask.isApply) {
        const options = `--to ${ask.to}${fromOf(ask)}${purpose?.options ?? ""}`;
        world.err(`Nothing was changed. Next: npm run restore -- --stack ${stack} ${options} --apply`);
        return 0;
    }
    // Who signs in to it may be newer than the copy.
    if (isThere) {
        const copy = { instance: `${name}-${generation}`, origin: wanted.origin };
        if (!(await prove(name, copy.instance, invoke, world))) return 1;
        // An earlier run may have been stopped before it was judged, or have ended because it is not proven.
        const isGood =
            (await isJudgedGood(environment, cloud, copy.instance)) ||
            (await judge(environment, cloud, copy, world));
        if (isGood || ask.isDespiteFaults) return purpose.run(generation);
        world.err(`restore: nothing was compared. ${UNPROVEN}`);
        return 1;
    }
    await confirmed(environment, ask.isYes, world);
    const code = await apply(environment, cloud, { ...plan, kmsKeyArn }, settings, ask, invoke, world);
    return code === 0 && purpose ? purpose.run(generation) : code;
}

async function apply(
    environment: Environment,
    cloud: Cloud,
    {
        generation,
        isBegun,
        active,
        wanted,
        instance,
        kmsKeyArn,
    }: Omit<Plan, "measured"> & { kmsKeyArn: string },
    { text }: Settings,
    ask: Asked,
    invoke: Invoke,
    world: World,
): Promise<number> {
    const { name, stack, file } = environment;
    const copy = { instance: `${name}-${generation}`, origin: wanted.origin };
    if (wanted.copy) await copied(cloud, wanted.copy, kmsKeyArn, world);
    if (!isBegun) replaceFile(file, text, withGeneration(text, generation, wanted.version, wanted.origin));
    world.err(`restore: generation ${generation} is in Pulumi.${stack}.yaml.`);
    await deploy(stack, (change) => !takesAway(change), ask.isDespiteFaults, "restore", world);
    const isOpen = await prove(name, copy.instance, invoke, world);
    const isProven = isOpen && (await judge(environment, cloud, copy, world));
    world.err(
        `restore: generation ${generation} ${instance ? `runs beside ${active}, which is in use as before` : "is there"}.`,
    );
    if (ask.purpose && (isProven || (isOpen && ask.isDespiteFaults))) {
        world.err(`Commit Pulumi.${stack}.yaml.`);
        return 0;
    }
    world.err(
        `Commit Pulumi.${stack}.yaml. ${isProven ? "" : `${ask.purpose ? UNPROVEN : NOT_PROVEN} `}Next:`,
    );
    world.err(
        `    npm run restore -- --stack ${stack} --cutover ${generation}${instance ? "" : " --lost"}, which makes it the database in use (docs/runbooks/cutover.md); or`,
    );
    world.err(
        `    npm run restore -- --stack ${stack} --retire ${generation} --reason <why>, if it was the wrong one`,
    );
    return isProven ? 0 : 1;
}

async function found(
    ask: Asked,
    settings: Settings,
    points: Point[],
    cloud: Cloud,
    { stack, ...known }: Known & { stack: string },
): Promise<Wanted> {
    const to = readTo(ask.to, known);
    if ("time" in to) return wantedSecond(to.time, ask.from ?? settings.active, points, known);
    const snapshot = await snapshotAt(cloud, to.region, to.snapshot);
    const owner = ask.from && `${known.environment.slice(0, -stack.length)}${ask.from}`;
    if (snapshot) return wantedSnapshot(snapshot, to.region, known, owner);
    throw new Refusal(
        `There is no snapshot ${to.snapshot} in ${to.region}; \`npm run backups\` lists what there is.`,
    );
}

/** The generation that an earlier run began or made for the same; undefined when this is a new restore. */
function generationFor(
    { origin }: Wanted,
    { generations, active }: Settings,
    open: string | undefined,
    stack: string,
): string | undefined {
    const [same] = Object.keys(generations).filter(
        (name) => name !== active && !generations[name]!.retire && isFrom(generations[name]!, origin),
    );
    if (open === undefined || open === same) return same;
    const { time, snapshot, replicaOf } = generations[open]!;
    if (replicaOf !== undefined)
        throw new Refusal(
            `Generation ${open} is in Pulumi.${stack}.yaml and not deployed; deploy it first: pulumi up --stack ${stack}`,
        );
    throw new Refusal(
        `Generation ${open} is in Pulumi.${stack}.yaml and not deployed: a restore that has not come to its end. Finish it (--to ${time ?? snapshot ?? "?"} --apply), or take it out of the file.`,
    );
}

/** Every name that a generation ever had, as far as anything remembers. */
function used(environment: string, settings: Settings, points: Point[], instances: string[]): string[] {
    const living = instances.flatMap((instance) => generationOf(environment, instance) ?? []);
    return [...Object.keys(settings.generations), ...points.map(({ generation }) => generation), ...living];
}

function fromOf({ from }: Asked): string {
    return from === undefined ? "" : ` --from ${from}`;
}
