import { join, resolve } from "node:path";
import { Engine } from "./engine/engine.ts";
import { History } from "./engine/history.ts";
import type { Fault, Resource } from "./engine/resource.ts";
import { STACK_TYPE } from "./engine/urn.ts";
import { construct } from "./construct.ts";
import { limitFaults } from "./limit-faults.ts";
import { connector } from "./connect.ts";
import type { PackConfig } from "./policy/levels.ts";
import { startPack } from "./policy/pack.ts";
import { Policies, type Verdicts } from "./policy/policies.ts";
import { startProgram } from "./program.ts";
import { loadProject } from "./project/project.ts";
import { loadStack, packageConfig } from "./project/stack.ts";
import { stackOutputs } from "./references.ts";
import { run, type Line } from "./run.ts";
import { leaks } from "./secrets.ts";
import { readState, sealed, writeState } from "./state.ts";
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
}

const ORGANIZATION = "organization"; // what the CLI calls it on a backend without organizations

/** Runs a Pulumi program offline and judges it; throws `Misuse` where it can't be run to its end. */
export async function rehearse(options: RehearseOptions): Promise<Rehearsal> {
    const { mode = "plan", environment = process.env } = options;
    const project = loadProject(options.cwd);
    const stack = loadStack(project, options.stack, environment);
    const preview = mode === "plan";
    const stateFile = resolve(
        options.stateFile ?? join(project.root, ".rehearsal", `${project.name}-${stack.name}.json`),
    );
    const state = readState(stateFile);
    const lines: Line[] = [];
    const onLine = (line: Line) => {
        lines.push(line);
        options.onLine?.(line);
    };
    const cloud = connector(project.programFolder);
    const history = new History(state.resources);
    const common = { stack, organization: ORGANIZATION, preview, environment };
    let abort: (error: Error) => void = () => undefined;
    const aborted = new Promise<never>((_, reject) => (abort = reject));
    aborted.catch(() => undefined);
    const over = new AbortController();
    const packs = (options.policyPacks ?? []).map(({ folder, config = {} }) =>
        startPack({
            ...common,
            folder,
            config,
            project: project.name,
            signal: over.signal,
            onOutput: (message) => onLine({ severity: "output", message, urn: "" }),
        }),
    );
    for (const pack of packs) pack.catch(abort);
    const policies = new Policies(packs);
    const engine = new Engine({
        project: project.name,
        stack: stack.name,
        organization: ORGANIZATION,
        programFolder: project.programFolder,
        preview,
        configOf: (name) => packageConfig(stack, name),
        connect: cloud.connect,
        constructOf: construct,
        stackOutputs: (name) => stackOutputs(name, { ...options.stackOutputs }, project, ORGANIZATION),
        history,
        seal: (properties) => sealed(properties, state.salt),
        judge: policies,
        onResource: options.onResource,
    });
    const deletes: Resource[] = [];
    try {
        await run({
            engine,
            start: (address) => startProgram({ ...common, project, address }),
            timeoutSeconds: options.timeoutSeconds ?? 60,
            finish: async () => void deletes.push(...(await engine.removeLeftovers())),
            onLine,
            aborted,
        });
        const resources = [...engine.resources.values()];
        await policies.stack(resources, (resource) => engine.providerResource(resource));
        const faults = [...engine.faults, ...limitFaults(resources), ...leaks(resources, stack, lines)];
        const unchanged =
            deletes.length === 0 && resources.every(({ operation }) => ["same", "read"].includes(operation));
        const refused =
            faults.length > 0 || policies.verdicts.violations.some(({ level }) => level !== "advisory");
        if (!preview && !refused) writeState(stateFile, { salt: state.salt, resources });
        return {
            project: project.name,
            stack: stack.name,
            mode,
            resources,
            deletes,
            outputs: resources.find(({ type }) => type === STACK_TYPE)?.outputs ?? {},
            faults,
            notices: [...stack.notices, ...engine.warnings, ...warningsOf(lines), ...cloud.notices()],
            unchanged,
            ...policies.verdicts,
        };
    } finally {
        over.abort();
    }
}

function warningsOf(lines: Line[]): string[] {
    return lines.filter(({ severity }) => severity === "warning").map(({ message }) => message);
}
