import { join, resolve } from "node:path";
import { stop } from "./child.ts";
import { door } from "./door.ts";
import type { Fault, Resource } from "./engine/resource.ts";
import type { PackConfig } from "./policy/levels.ts";
import { launchPack, type LaunchedPack } from "./policy/launch.ts";
import type { Verdicts } from "./policy/policies.ts";
import { startProgram, type StartedProgram } from "./program.ts";
import { loadProject } from "./project/project.ts";
import { loadStack } from "./project/stack.ts";
import type { Line } from "./run.ts";
import { readState } from "./state.ts";
import type { Properties } from "./values.ts";

export interface RehearseOptions {
    /** A folder in or below the project's. */
    cwd: string;
    stack: string;
    /** Plan as `pulumi preview` does, or deploy as `pulumi up` does. @default "plan" */
    mode?: "plan" | "deploy";
    /** Folders of policy packs, each with the configuration that its user gives it. */
    policyPacks?: { folder: string; config?: PackConfig }[];
    /** Where a deploy keeps its state. @default `.rehearsal/<project>-<stack>.json` under the project's folder */
    stateFile?: string;
    /** Outputs of other stacks, by name (`organization/project/stack`). */
    stackOutputs?: Record<string, Properties>;
    /** Seconds without a request after which a program counts as stuck. @default 60 */
    timeoutSeconds?: number;
    /** @default process.env */
    environment?: NodeJS.ProcessEnv;
    onResource?(resource: Resource): void;
    /** What the program and the packs said, at the end, for only then it is known what is secret and hidden. */
    onLine?(line: Line): void;
}

export interface Rehearsal extends Verdicts {
    project: string;
    stack: string;
    mode: "plan" | "deploy";
    /** In the order in which they were made. */
    resources: Resource[];
    /** What a deploy removes, or leaves behind where `retainOnDelete` says so. */
    deletes: Resource[];
    outputs: Properties;
    faults: Fault[];
    /** What whoever reads the result must know: warnings, stand-ins, what the cloud had to make up. */
    notices: string[];
    /** True when nothing at all would change. */
    unchanged: boolean;
    /** Takes secrets out of a text; without it there are none. Nothing is shown that has not passed it. */
    hide?(text: string): string;
}

const ORGANIZATION = "organization"; // what the CLI calls it on a backend without organizations

/** Runs a Pulumi program offline and judges it; throws `Misuse` where it can't be run to its end. */
export async function rehearse(options: RehearseOptions): Promise<Rehearsal> {
    const { mode = "plan", environment = process.env } = options;
    const project = loadProject(options.cwd);
    const stack = loadStack(project, options.stack, environment);
    const stateFile = resolve(
        options.stateFile ?? join(project.root, ".rehearsal", `${project.name}-${stack.name}.json`),
    );
    const state = readState(stateFile);
    const lines: Line[] = [];
    const entrance = await door();
    const packs: LaunchedPack[] = [];
    let program: StartedProgram | undefined;
    try {
        program = startProgram({
            project,
            stack,
            organization: ORGANIZATION,
            preview: mode === "plan",
            address: entrance.address,
            environment,
        });
        for (const { folder } of options.policyPacks ?? []) {
            const onOutput = (message: string) => void lines.push({ severity: "output", message, urn: "" });
            packs.push(launchPack({ folder, stack, environment, onOutput }));
        }
        const kept = { stateFile, state, lines };
        const started = { project, stack, organization: ORGANIZATION, packs, program, door: entrance };
        // Only now: while all of this is loaded, the program and the packs start, which takes them longer.
        const { deployment } = await import("./deployment.ts");
        return await deployment(options, { ...started, ...kept });
    } finally {
        entrance.close();
        if (program) stop(program.child);
        for (const { child } of packs) stop(child);
    }
}
