import { join } from "node:path";
import { rehearse } from "../../rehearsal/rehearse.ts";
import { inTier, withSettings } from "../other-settings.ts";
import type { Deployed } from "./graph.ts";

/** What a first deployment of an environment makes, in a tier: ids and links are known then. */
export async function deployed(stack: string, tier: string): Promise<readonly Deployed[]> {
    return withSettings(stack, inTier(stack, tier), async (cwd, scratch) => {
        const stateFile = join(scratch, "state.json");
        const { resources, faults } = await rehearse({ cwd, stack, mode: "deploy", stateFile });
        if (faults.length > 0) throw new Error(`${stack}, ${tier}: ${faults[0]?.message}`);
        return resources;
    });
}
