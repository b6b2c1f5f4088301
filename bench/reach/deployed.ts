import {
    mkdirSync,
    readdirSync,
    readFileSync,
    symlinkSync,
    writeFileSync,
    mkdtempSync,
    rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { rehearse } from "../../rehearsal/rehearse.ts";
import { ROOT } from "../measure.ts";
import type { Deployed } from "./graph.ts";

/** What a first deployment of an environment makes, in a tier: ids and links are known then. */
export async function deployed(stack: string, tier: string): Promise<readonly Deployed[]> {
    const scratch = mkdtempSync(join(tmpdir(), "airworthy-reach-"));
    try {
        const cwd = inTier(join(scratch, "clone"), stack, tier);
        const stateFile = join(scratch, "state.json");
        const { resources, faults } = await rehearse({ cwd, stack, mode: "deploy", stateFile });
        if (faults.length > 0) throw new Error(`${stack}, ${tier}: ${faults[0]?.message}`);
        return resources;
    } finally {
        rmSync(scratch, { recursive: true, force: true });
    }
}

/** The same project, but for the tier in the environment's settings. */
function inTier(folder: string, stack: string, tier: string): string {
    const settings = `Pulumi.${stack}.yaml`;
    mkdirSync(folder);
    for (const entry of readdirSync(ROOT))
        if (entry !== settings) symlinkSync(join(ROOT, entry), join(folder, entry));
    const { config } = parse(readFileSync(join(ROOT, settings), "utf8")) as {
        config: Record<string, unknown>;
    };
    // Where there are replicas, nothing can sleep.
    const sleep = { ...Object(config["airworthy:sleep"]), ...(tier !== "mvp" && { nights: "awake" }) };
    const changed = { ...config, "airworthy:tier": tier, "airworthy:sleep": sleep };
    writeFileSync(join(folder, settings), stringify({ config: changed }));
    return folder;
}
