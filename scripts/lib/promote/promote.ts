import { newestProof } from "../../../functions/proof-age/age.ts";
import { asked, type Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import { outputOf, type Environment } from "../environment.ts";
import { runsOf } from "../load/evidence.ts";
import type { Gate } from "../load/plan.ts";
import { digestOf as digestOfWorkflow, workflowIn } from "../load/workflow-file.ts";
import { release } from "../release/deploy.ts";
import { checkImageIsThere } from "../release/image.ts";
import { placeOf } from "../release/place.ts";
import { redAlarms } from "../release/red.ts";
import { standingOf } from "../release/standing.ts";
import type { World } from "../world.ts";
import { costsNoMore, type CostLimit } from "./cost.ts";
import { digestOf, refusalsOf, soakOf, type Facts } from "./refusals.ts";

/** An environment, and who is signed in to its account. */
export interface Side {
    environment: Environment;
    cloud: Cloud;
}

export interface Asked {
    /** Where the second environment has the same digest. @default where the first one has it */
    repository: string | undefined;
    isYes: boolean;
    isDespiteFaults: boolean;
    cost: CostLimit;
    scaleUpSeconds: number;
    /** What a soak has to be. */
    gate: Gate;
    now: Date;
}

/** Releases to one environment what serves in another, by digest, or says everything that speaks against it. */
export async function promote(from: Side, to: Side, ask: Asked, world: World): Promise<number> {
    const standing = await standingOf(from.cloud, placeOf(from.environment));
    const image = imageFor(standing.serving?.image, ask.repository);
    const facts: Facts = {
        ...{ from: from.environment.stack, source: from.environment.name, to: to.environment.stack },
        ...{ standing, gate: ask.gate, now: ask.now },
        runs: await runsOf(from.cloud, outputOf(from.environment, "evidenceBucket"), 2, ask.now),
        proven: await provenOf(to),
        red: [...(await redOf(from)), ...(await redOf(to))],
        dearer: (await costsNoMore(to.environment.stack, ask.cost, world)) ? undefined : ask.cost,
        unreachable: image === undefined ? undefined : await whyUnreachable(to, image, world),
    };
    const refusals = refusalsOf(facts);
    if (refusals.length > 0 || image === undefined) {
        for (const one of refusals) world.err(`promote: ${one}`);
        world.err(
            `promote: NOT PROMOTED, for ${refusals.length} reasons. Nothing was changed in ${to.environment.stack}.`,
        );
        return 1;
    }
    const soak = soakOf(facts)!;
    world.err(`promote: the soak of ${soak.evidence.endedAt} passed: ${soak.key}`);
    world.err(`promote: the restore of ${facts.proven?.at.toISOString()} is proven: ${facts.proven?.key}`);
    if (soak.evidence.workflow.sha256 !== digestOfWorkflow(workflowIn(world.cwd)))
        world.err("promote: workflow.yaml has changed since that soak.");
    const { isYes, isDespiteFaults } = ask;
    const asking = { image, why: "promote" as const, fixForward: undefined, isYes, isDespiteFaults };
    return release(to.environment, to.cloud, asking, world, ask.scaleUpSeconds);
}

/** The very digest that serves, whichever repository it comes from; never a tag, which may have moved. */
function imageFor(serving: string | undefined, repository: string | undefined): string | undefined {
    if (serving === undefined) return undefined;
    const digest = digestOf(serving);
    if (digest !== undefined) return repository === undefined ? serving : `${repository}@${digest}`;
    throw new Refusal(
        `What serves is ${serving}, which no digest fixes; deploy it by digest: npm run deploy`,
    );
}

async function provenOf({ environment, cloud }: Side): Promise<Facts["proven"]> {
    const [bucket, instance] = [
        outputOf(environment, "evidenceBucket"),
        outputOf(environment, "databaseInstance"),
    ];
    const proof = await asked("s3:GetObject", newestProof({ s3: cloud.s3(), bucket, instance }));
    return proof && { key: proof.key, at: proof.evidence.restore.completedAt };
}

async function redOf({ environment, cloud }: Side): Promise<Facts["red"]> {
    const red = await redAlarms(cloud, environment, placeOf(environment));
    return red.map((one) => ({ ...one, stack: environment.stack }));
}

async function whyUnreachable({ cloud }: Side, image: string, world: World): Promise<string | undefined> {
    const so = "Copy it there by digest, and name that repository: --repository";
    try {
        // Asked again, and said, by the release itself.
        await checkImageIsThere(cloud, image, so, { ...world, err: () => undefined });
        return undefined;
    } catch (error) {
        if (error instanceof Refusal) return error.message;
        throw error;
    }
}
