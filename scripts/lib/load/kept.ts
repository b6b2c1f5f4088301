import type { Workflow } from "../../../workflow/schema.ts";
import { Refusal } from "../command.ts";
import type { World } from "../world.ts";
import { keepRun, type LoadEvidence, type Served } from "./evidence.ts";
import type { Site } from "./site.ts";
import { digestOf } from "./workflow-file.ts";

type After = Served | { unknown: string } | undefined;

/** The measurement is no less worth because a session has expired meanwhile; but it is no evidence then. */
export async function servedAfter(site: Site): Promise<After> {
    return site.served(false).catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        return { unknown: error.message };
    });
}

export function changeOf(before: Served | undefined, after: After): string | undefined {
    if (after && "unknown" in after) return `Nobody knows what served at the end: ${after.unknown}`;
    if (before?.deployment === after?.deployment && before?.image === after?.image) return undefined;
    return `Another version was released meanwhile: ${before?.image} served first, and ${after?.image} at the end.`;
}

type Result = Omit<LoadEvidence, "environment" | "url" | "served" | "workflow" | "isDataChecked" | "by"> & {
    before: Served | undefined;
    after: After;
    workflow: Workflow;
};

/** False where it should have been kept, and was not. */
export async function kept(
    site: Site,
    { before, after, workflow, ...result }: Result,
    world: World,
): Promise<boolean> {
    if (!site.kept || !before || !after) {
        world.err("load: kept nowhere: without --stack nobody knows what served.");
        return true;
    }
    const { cloud, environment, bucket } = site.kept;
    const served = { before, after: "unknown" in after ? { image: "?", deployment: "?" } : after };
    try {
        const key = await keepRun(cloud, bucket, {
            ...{ ...result, environment, url: site.url, served, by: cloud.caller },
            workflow: { name: workflow.name, sha256: digestOf(workflow) },
            isDataChecked: workflow.always !== undefined,
        });
        world.out(`\nKept      s3://${bucket}/${key}`);
        return true;
    } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        world.err(`load: NOT KEPT, so nothing can go by it: ${error.message}`);
        return false;
    }
}
