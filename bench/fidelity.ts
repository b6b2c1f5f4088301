import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findCli } from "../rehearsal/real/cli.ts";
import { compare, type Comparison } from "../rehearsal/real/compare.ts";
import { realEngine } from "../rehearsal/real/engine.ts";
import { observed } from "../rehearsal/real/facts.ts";
import { rehearse } from "../rehearsal/rehearse.ts";
import { loadProject, stacksOf } from "../rehearsal/project/project.ts";
import { rehearsed } from "../scripts/lib/fixed-program.ts";
import { RECORDINGS, programs, restored, type Recording } from "../scripts/lib/recording.ts";
import { ROOT } from "./measure.ts";

/** Fields in which the rehearsal and the real engine were compared, and those in which they differ. */
export async function fidelity(say: (line: string) => void): Promise<void> {
    const recorded: Comparison[] = [];
    const versions = new Set<string>();
    for (const program of programs(ROOT)) {
        const file = join(ROOT, RECORDINGS, `${program}.json`);
        const recording = JSON.parse(readFileSync(file, "utf8")) as Recording;
        versions.add(recording.cli);
        const subject = rehearsed(program);
        try {
            for (const run of recording.runs) {
                const mine = { ...(await subject.run(run.command, run.step)), verdicts: [] };
                recorded.push(compare(restored(run), mine));
            }
        } finally {
            subject.close();
        }
    }
    say(`${recorded.length} recorded runs of Pulumi ${[...versions].join(", ")}: ${summed(recorded)}`);
    if (!findCli(process.env)) {
        say("The environments were not compared: there is no pulumi on PATH.");
        return;
    }
    for (const stack of stacksOf(loadProject(ROOT))) {
        say(`${stack}, preview and up, with the policies: ${summed(await live(stack))}`);
    }
    say("Both ran over the same simulated cloud: no provider of AWS's took part.");
}

async function live(stack: string): Promise<Comparison[]> {
    const folder = mkdtempSync(join(tmpdir(), "airworthy-bench-"));
    const policyPacks = [{ folder: resolve(ROOT, "policies") }];
    const options = { cwd: ROOT, stack, policyPacks, stateFile: join(folder, "state.json") };
    const engine = await realEngine(options);
    try {
        const comparisons: Comparison[] = [];
        for (const mode of ["plan", "deploy"] as const) {
            const real = mode === "plan" ? await engine.preview() : await engine.up();
            const mine = await rehearse({ ...options, mode });
            comparisons.push(
                compare(observed({ ...real, violations: real.events.violations }), observed(mine)),
            );
        }
        return comparisons;
    } finally {
        engine.close();
        rmSync(folder, { recursive: true, force: true });
    }
}

function summed(comparisons: Comparison[]): string {
    const fields = comparisons.reduce((sum, comparison) => sum + comparison.fields, 0);
    const differences = comparisons.reduce((sum, comparison) => sum + comparison.differences.length, 0);
    return `${fields} fields compared, ${differences} differ`;
}
