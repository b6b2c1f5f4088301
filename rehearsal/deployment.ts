import { connector } from "./connect.ts";
import { construct } from "./construct.ts";
import type { Door } from "./door.ts";
import { Engine } from "./engine/engine.ts";
import { History } from "./engine/history.ts";
import type { Resource } from "./engine/resource.ts";
import { STACK_TYPE } from "./engine/urn.ts";
import { limitFaults } from "./limit-faults.ts";
import { Misuse } from "./misuse.ts";
import type { LaunchedPack } from "./policy/launch.ts";
import { connectPack } from "./policy/pack.ts";
import { Policies } from "./policy/policies.ts";
import type { StartedProgram } from "./program.ts";
import type { Project } from "./project/project.ts";
import { packageConfig, type Stack } from "./project/stack.ts";
import { stackOutputs } from "./references.ts";
import type { Rehearsal, RehearseOptions } from "./rehearse.ts";
import { run, type Line } from "./run.ts";
import type { SecretText } from "./secret-text.ts";
import { leaks, secretsOf } from "./secrets.ts";
import { sealed, writeState, type State } from "./state.ts";

/** What a rehearsal has started already. */
interface Started {
    project: Project;
    stack: Stack;
    organization: string;
    packs: LaunchedPack[];
    program: StartedProgram;
    /** Where the program knocks. */
    door: Door;
    stateFile: string;
    state: State;
    /** What the packs have said so far. */
    lines: Line[];
}

/** Carries out what a started program asks for, to its end, and judges it. */
export async function deployment(options: RehearseOptions, started: Started): Promise<Rehearsal> {
    const { mode = "plan", timeoutSeconds = 60 } = options;
    const { project, stack, organization, state, stateFile, lines } = started;
    const preview = mode === "plan";
    const onLine = (line: Line) => void lines.push(line);
    const awaited = new Set<string>();
    const cloud = connector(project.programFolder);
    let abort: (error: Error) => void = () => undefined;
    const aborted = new Promise<never>((_, reject) => (abort = reject));
    aborted.catch(() => undefined);
    const packs = started.packs.map((launched, index) =>
        connectPack(launched, {
            config: options.policyPacks?.[index]?.config ?? {},
            timeoutSeconds,
            onWait: (waits) =>
                void awaited[waits ? "add" : "delete"](`the policy pack in ${launched.folder}`),
        }),
    );
    const policies = new Policies(packs, abort);
    const engine = new Engine({
        project: project.name,
        stack: stack.name,
        organization,
        programFolder: project.programFolder,
        preview,
        configOf: (name) => packageConfig(stack, name),
        connect: cloud.connect,
        constructOf: construct,
        stackOutputs: (name) => stackOutputs(name, { ...options.stackOutputs }, project, organization),
        history: new History(state.resources),
        seal: (properties) => sealed(properties, state.salt),
        judge: policies,
        onResource: options.onResource,
    });
    const deletes: Resource[] = [];
    let known: SecretText | undefined;
    const secrets = () => (known ??= secretsOf(engine.resources.values(), stack));
    const ask = () => {
        const resources = [...engine.resources.values()];
        const answers = policies.askStack(resources, (resource) => engine.providerResource(resource));
        answers.catch(() => undefined); // told to whoever waits for them
        return { size: engine.size, answers };
    };
    let asked: ReturnType<typeof ask> | undefined;
    try {
        await run({
            engine,
            program: started.program,
            door: started.door,
            timeoutSeconds,
            waitingFor: () => [...awaited],
            finish: async () => void deletes.push(...(await engine.removeLeftovers())),
            onLine,
            // Most often that was all, and the packs judge it while the program ends; else they are asked again.
            onQuiet: () => void (asked ??= ask()),
            aborted,
        });
        const resources = [...engine.resources.values()];
        if (asked?.size !== engine.size) asked = ask();
        const faults = [...engine.faults, ...limitFaults(resources), ...leaks(resources, stack, lines)];
        policies.stack(await asked.answers);
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
            hide: secrets().isEmpty ? undefined : (text) => secrets().hide(text),
            ...policies.verdicts,
        };
    } catch (error) {
        if (error instanceof Misuse) throw new Misuse(secrets().hide(error.message));
        throw error;
    } finally {
        for (const pack of packs) pack.then(({ close }) => close()).catch(() => undefined);
        for (const line of lines) options.onLine?.({ ...line, message: secrets().hide(line.message) });
    }
}

function warningsOf(lines: Line[]): string[] {
    return lines.filter(({ severity }) => severity === "warning").map(({ message }) => message);
}
