import type { Cloud } from "../cloud.ts";
import { Misuse, Refusal } from "../command.ts";
import { confirmed } from "../confirm.ts";
import { mapOutputOf, outputOf, type Environment } from "../environment.ts";
import { deploy, takesAway, type Change } from "../stack-update.ts";
import type { World } from "../world.ts";
import { refuseFollowing } from "./instances.ts";
import { readSettings, replaceFile, withoutGeneration, withRetirement } from "./settings.ts";
import { refuseUncommitted, unfinished } from "./standing.ts";

export interface Retirement {
    generation: string;
    reason: string | undefined;
    isApply: boolean;
    isYes: boolean;
    isDespiteFaults: boolean;
}

/** As the settings demand it. */
const REASON = /^[\w .,:;@/+=-]{10,256}$/;

/**
 * Deletes a generation that is not in use, in two deployments: the first lifts its protection for a written reason, the
 * second leaves it out, and RDS takes a last snapshot. Run again, it goes on where it was.
 */
export async function retire(
    environment: Environment,
    cloud: Cloud,
    ask: Retirement,
    world: World,
): Promise<number> {
    const { name, stack, file } = environment;
    const { generation } = ask;
    const settings = readSettings(file);
    const active = outputOf(environment, "databaseInstance");
    const { [generation]: instance, ...others } = mapOutputOf(environment, "databaseGenerations");
    const inFile = settings.generations[generation];
    if (generation === settings.active || instance === active) {
        throw new Refusal(
            `Generation ${generation} is in use; make another one active first: docs/runbooks/cutover.md.`,
        );
    }
    if (inFile === undefined && instance === undefined) {
        throw new Misuse(
            `--retire is ${generation}; use one of ${Object.keys(settings.generations).join(", ")}.`,
        );
    }
    const reason = inFile?.retire ?? ask.reason;
    if (inFile !== undefined && (reason === undefined || !REASON.test(reason))) {
        throw new Misuse(
            `--reason is ${reason ?? "missing"}; use 10 to 256 letters, digits and plain punctuation.`,
        );
    }
    // It may be half-way out itself; the others must be as they were deployed.
    const rest = Object.entries(settings.generations).filter(([one]) => one !== generation);
    const deployed = { active, generations: others };
    const open = unfinished(
        environment,
        { ...settings, generations: Object.fromEntries(rest) },
        deployed,
        [],
    );
    if (open !== undefined)
        throw new Refusal(`Generation ${open} is not deployed yet; finish its restore first.`);
    if (inFile?.replicaOf !== undefined)
        await refuseFollowing(
            environment,
            generation,
            cloud,
            "RDS deletes no such copy with a last snapshot",
        );
    await refuseUncommitted(environment, world);

    world.out(
        [
            `Retirement of generation ${generation} of ${name}:`,
            `  deletes  the database ${name}-${generation}, for: ${reason ?? "it is out of the settings already"}`,
            `  keeps    its last snapshot, ${name}-${generation}-final, and its automated backups for their days`,
            `  leaves   ${active}, which is in use, as it is`,
        ].join("\n"),
    );
    if (!ask.isApply) {
        const again = `--retire ${generation} --reason "${reason ?? ""}" --apply`;
        world.err(`Nothing was changed. Next: npm run restore -- --stack ${stack} ${again}`);
        return 0;
    }
    await confirmed(environment, ask.isYes, world);
    if (inFile !== undefined) {
        const retiring = inFile.retire ? settings.text : withRetirement(settings.text, generation, reason!);
        if (retiring !== settings.text) replaceFile(file, settings.text, retiring);
        await deploy(stack, (change) => !takesAway(change), ask.isDespiteFaults, "restore", world);
        replaceFile(file, retiring, withoutGeneration(retiring, generation));
    }
    const isMeant = (change: Change) => !takesAway(change) || isOf(generation, change.name);
    await deploy(stack, isMeant, ask.isDespiteFaults, "restore", world);
    world.err(`restore: generation ${generation} is gone; its last snapshot is ${name}-${generation}-final.`);
    world.err(`Commit Pulumi.${stack}.yaml. Next: npm run backups -- --stack ${stack}`);
    return 0;
}

/** As the program names what belongs to one generation: postgres-b, postgres-b-server … */
function isOf(generation: string, resource: string): boolean {
    return resource === `postgres-${generation}` || resource.startsWith(`postgres-${generation}-`);
}
