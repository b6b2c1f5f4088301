import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findCli } from "../../rehearsal/real/cli.ts";
import { realEngine, type RealEngine } from "../../rehearsal/real/engine.ts";
import { observed } from "../../rehearsal/real/facts.ts";
import type { RealRun } from "../../rehearsal/real/options.ts";
import { rehearseWithEngine } from "../../rehearsal/real/rehearse.ts";
import { installed } from "../../rehearsal/real/workspace.ts";
import { rehearse } from "../../rehearsal/rehearse.ts";
import {
    EXISTING,
    PROGRAMS,
    STACK,
    STACK_OUTPUTS,
    SURROUNDINGS,
    programs,
    stepsOf,
} from "../../scripts/lib/recording.ts";
import { rehearsed } from "../../scripts/lib/fixed-program.ts";
import { skipUnless } from "../support/skip.ts";
import { compare, explained } from "../../rehearsal/real/compare.ts";

const ENVIRONMENTS = ["staging", "production"];
/** What the cloud moves by itself, after the last step of a fixed program. */
const MOVED: Record<string, string[]> = { "ecs-canary": ["update app", "update production", "update test"] };
/** The fixed programs with a component that only the real awsx plugin builds. */
const WITH_AWSX = ["awsx-ecr", "awsx-vpc", "stack-transform"];

const NO_AWSX = "no awsx plugin: set REHEARSAL_AWSX_PLUGIN to its folder, or install it in the Pulumi home";

function ran(run: RealRun, what: string): RealRun {
    assert.ok(run.ok, `${what} failed in the real engine:\n${run.printed}\n${run.events.errors.join("\n")}`);
    return run;
}

function assertSame(real: RealRun, mine: ReturnType<typeof observed>, what: string): number {
    const theirs = observed({ ...real, violations: real.events.violations });
    const { fields, differences } = compare(theirs, mine);
    assert.equal(
        differences.length,
        0,
        `${what}: ${differences.length} of ${fields} differ:\n${explained(differences)}`,
    );
    return fields;
}

function changedIn(run: RealRun): string[] {
    const changed = run.resources.filter(({ operation }) => !["same", "read"].includes(operation));
    return [...changed, ...run.deletes].map(
        ({ urn, operation }) => `${operation} ${urn.split("::").at(-1)!}`,
    );
}

function assertUnchanged(run: RealRun, what: string): void {
    assert.deepEqual(changedIn(run), [], what);
}

/** A second up and a refresh change nothing, but for what the cloud moves itself; a destroy leaves nothing. */
async function seeOut(engine: RealEngine, moved: string[] = []): Promise<void> {
    assertUnchanged(ran(await engine.up(), "a second up"), "a second up changes resources");
    const refreshed = ran(await engine.refresh(), "refresh");
    assert.deepEqual(changedIn(refreshed).sort(), moved, "refresh finds drift");
    if (moved.length > 0)
        assertUnchanged(ran(await engine.up(), "an up after it"), "an up puts back what the cloud has moved");
    if ((await engine.unprotect()).code !== 0) assert.fail("the resources could not be unprotected");
    const { resources } = ran(await engine.destroy(), "destroy");
    assert.deepEqual(
        resources.map(({ urn }) => urn),
        [],
        "destroy leaves resources",
    );
}

describe("the real engine agrees", function () {
    this.timeout(1_800_000); // six commands of the CLI for each program, on a machine of unknown speed

    before(function () {
        skipUnless(this, findCli(process.env), "there is no pulumi on PATH");
    });

    for (const program of programs(".")) {
        it(`on ${program}`, async function () {
            skipUnless(this, !WITH_AWSX.includes(program) || installed("awsx", process.env), NO_AWSX);
            const subject = rehearsed(program);
            const engine = await realEngine({
                cwd: join(PROGRAMS, program),
                stack: STACK,
                stackOutputs: program === "stack-reference" ? STACK_OUTPUTS : {},
                existing: EXISTING,
                environment: { ...process.env, ...SURROUNDINGS },
            });
            try {
                for (const step of stepsOf(join(PROGRAMS, program))) {
                    if (step > 1) await engine.configure(`${program}:step`, String(step));
                    const what = `${program}, step ${step}`;
                    const planned = ran(await engine.preview(), "preview");
                    assertSame(planned, await subject.run("preview", step), `${what}, preview`);
                    const deployed = ran(await engine.up(), "up");
                    assertSame(deployed, await subject.run("up", step), `${what}, up`);
                }
                await seeOut(engine, MOVED[program]);
            } finally {
                engine.close();
                subject.close();
            }
        });
    }

    it("on every verdict about a program that is not ready", async () => {
        const policyPacks = [{ folder: resolve("policies") }];
        const options = { cwd: join(PROGRAMS, "protect"), stack: STACK, policyPacks };
        const real = await rehearseWithEngine(options);
        assert.ok(real.violations.length > 0, "the program breaks no policy, so nothing is compared");
        const { differences } = compare(observed(real), observed(await rehearse(options)));
        assert.equal(differences.length, 0, explained(differences));
    });

    for (const stack of ENVIRONMENTS) {
        it(`on ${stack}, from preview to destroy, with every verdict`, async function () {
            skipUnless(this, installed("awsx", process.env), NO_AWSX);
            const folder = mkdtempSync(join(tmpdir(), "live-"));
            const policyPacks = [{ folder: resolve("policies") }];
            const options = { cwd: ".", stack, policyPacks, stateFile: join(folder, "state.json") };
            const engine = await realEngine(options);
            try {
                const planned = ran(await engine.preview(), "preview");
                assertSame(planned, observed(await rehearse({ ...options, mode: "plan" })), "preview");
                const deployed = ran(await engine.up(), "up");
                assertSame(deployed, observed(await rehearse({ ...options, mode: "deploy" })), "up");
                await seeOut(engine);
            } finally {
                engine.close();
                rmSync(folder, { recursive: true, force: true });
            }
        });
    }
});
