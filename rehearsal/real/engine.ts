import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Misuse } from "../misuse.ts";
import { loadProject, type Project } from "../project/project.ts";
import { loadStack, type Stack } from "../project/stack.ts";
import { readYaml } from "../project/yaml-file.ts";
import { findCli, runCli, type Ran } from "./cli.ts";
import { readEvents } from "./events.ts";
import { fromReal, operationNamed, previewed, stackExport, type RealResource } from "./exported.ts";
import type { RealEngineOptions, RealRun } from "./options.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

/** The real engine over the simulated cloud, with a stack of its own that is gone when it is closed. */
export class RealEngine {
    readonly project: Project;
    readonly stack: Stack;
    private readonly workspace: Workspace;
    private readonly cli: string;
    private readonly options: RealEngineOptions;
    private logs = 0;

    constructor(
        project: Project,
        stack: Stack,
        workspace: Workspace,
        cli: string,
        options: RealEngineOptions,
    ) {
        this.project = project;
        this.stack = stack;
        this.workspace = workspace;
        this.cli = cli;
        this.options = options;
    }

    async version(): Promise<string> {
        return (await this.command(["version"])).stdout.trim();
    }

    preview(): Promise<RealRun> {
        return this.run(["preview", "--json", "--show-secrets", "--show-sames"]);
    }

    up(): Promise<RealRun> {
        return this.run(["up", "--yes", "--skip-preview", "--show-secrets"]);
    }

    refresh(): Promise<RealRun> {
        return this.run(["refresh", "--yes", "--skip-preview"]);
    }

    destroy(): Promise<RealRun> {
        return this.run(["destroy", "--yes", "--skip-preview"]);
    }

    /** Lifts the protection of every resource, so that the stack can be destroyed. */
    unprotect(): Promise<Ran> {
        return this.command(["state", "unprotect", "--all", "--yes", "--stack", this.stack.name]);
    }

    /** Puts other settings of the stack in the place of those that it has. */
    configure(key: string, value: string): Promise<Ran> {
        return this.must(["config", "set", key, value, ...this.ofStack()]);
    }

    /** A preview as a person would run it, for those who measure it. */
    previewCommand(): { command: string; args: string[]; cwd: string; env: NodeJS.ProcessEnv } {
        const args = ["preview", "--non-interactive", ...this.ofStack(), ...this.packArguments()];
        return { command: this.cli, args, cwd: this.project.root, env: this.workspace.env };
    }

    /** Time that the simulated cloud spent in answering so far. */
    cloudSeconds(): number {
        return this.workspace.cloudSeconds();
    }

    close(): void {
        this.workspace.close();
    }

    /** Makes the stacks: the one to run, and those that it refers to. */
    async init(): Promise<void> {
        const { folder } = this.workspace;
        await this.must(["stack", "init", this.stack.name], join(folder, "settings"));
        for (const [full, outputs] of Object.entries(this.options.stackOutputs ?? {})) {
            const [name = "", project = this.project.name] = full.split("/").reverse();
            const other = mkdtempSync(join(folder, "other-"));
            writeFileSync(join(other, "Pulumi.yaml"), JSON.stringify({ name: project, runtime: "nodejs" }));
            await this.must(["stack", "init", name, "--no-select"], other);
            const salt = String(readYaml(join(other, `Pulumi.${name}.yaml`)).encryptionsalt);
            const file = join(other, "outputs.json");
            writeFileSync(file, JSON.stringify(stackExport(project, name, outputs, salt)));
            await this.must(["stack", "import", "--stack", name, "--file", file], other);
        }
    }

    private ofStack(): string[] {
        return ["--stack", this.stack.name, "--config-file", this.workspace.configFile];
    }

    private command(args: string[], cwd = this.project.root): Promise<Ran> {
        const seconds = this.options.timeoutSeconds ?? 600;
        return runCli(this.cli, [...args, "--non-interactive"], { cwd, env: this.workspace.env, seconds });
    }

    private async must(args: string[], cwd?: string): Promise<Ran> {
        const ran = await this.command(args, cwd);
        if (ran.code !== 0) throw new Misuse(`pulumi ${args.join(" ")} failed.\n${ran.stdout}${ran.stderr}`);
        return ran;
    }

    private packArguments(): string[] {
        return (this.options.policyPacks ?? []).flatMap(({ folder, config = {} }, index) => {
            const file = join(this.workspace.folder, `pack-${index}.json`);
            writeFileSync(file, JSON.stringify(config));
            return ["--policy-pack", folder, "--policy-pack-config", file];
        });
    }

    private async run(args: string[]): Promise<RealRun> {
        const log = join(this.workspace.folder, `events-${this.logs++}.json`);
        const judged = ["preview", "up"].includes(args[0] ?? "");
        const packs = judged ? this.packArguments() : [];
        const ran = await this.command([...args, "--event-log", log, ...this.ofStack(), ...packs]);
        const events = readEvents(log);
        rmSync(log, { force: true });
        const planned = args[0] === "preview";
        const states = planned ? previewed(ran.stdout) : await this.exported();
        const all = [...events.steps].flatMap(([urn, { op, resource, old }]) => {
            const operation = operationNamed(op);
            const known = states.get(urn);
            // A preview's own report has the dependencies, and neither outputs, secrecy nor default providers.
            const real = planned ? { ...known, ...resource } : known;
            const found = operation === "delete" ? old : real;
            return found ? [fromReal(found as RealResource, operation)] : [];
        });
        return {
            mode: planned ? "plan" : "deploy",
            ok: ran.code === 0,
            printed: planned ? ran.stderr : ran.stdout + ran.stderr,
            resources: all.filter(({ operation }) => operation !== "delete"),
            deletes: all.filter(({ operation }) => operation === "delete"),
            events,
        };
    }

    private async exported(): Promise<Map<string, RealResource>> {
        const file = join(this.workspace.folder, "export.json");
        await this.must(["stack", "export", "--show-secrets", "--stack", this.stack.name, "--file", file]);
        const { deployment } = JSON.parse(readFileSync(file, "utf8")) as {
            deployment: { resources?: RealResource[] };
        };
        const live = (deployment.resources ?? []).filter((resource) => !resource.delete);
        return new Map(live.map((resource) => [resource.urn, resource]));
    }
}

/** Starts the real engine for a stack of a project, with nothing deployed yet. Close it when done. */
export async function realEngine(options: RealEngineOptions): Promise<RealEngine> {
    const environment = options.environment ?? process.env;
    const cli = findCli(environment);
    if (!cli) throw new Misuse("There is no pulumi on PATH; install the Pulumi CLI to use the real engine.");
    const project = loadProject(options.cwd);
    const stack = loadStack(project, options.stack, environment);
    const workspace = await makeWorkspace({ ...options, project, stack, environment });
    const engine = new RealEngine(project, stack, workspace, cli, options);
    try {
        await engine.init();
        return engine;
    } catch (error) {
        engine.close();
        throw error;
    }
}
