import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rehearse } from "../../rehearsal/rehearse.ts";
import { plain } from "../../rehearsal/values.ts";
import { ROOT } from "../measure.ts";
import type { Thing } from "./emitters.ts";

/** All that an environment makes, as it is rehearsed, and the name that its metrics know it by. */
export async function rehearsedThings(stack: string): Promise<{ things: Thing[]; environment: string }> {
    const scratch = mkdtempSync(join(tmpdir(), "airworthy-alarms-"));
    try {
        const { project, faults, resources } = await rehearse({
            ...{ cwd: ROOT, stack, mode: "deploy", stateFile: join(scratch, "state.json") },
        });
        if (faults[0]) throw new Error(faults[0].message);
        const things = resources.map(({ type, name, outputs }) => ({ type, name, outputs: plain(outputs) }));
        return { things, environment: `${project}-${stack}` };
    } finally {
        rmSync(scratch, { recursive: true, force: true });
    }
}
