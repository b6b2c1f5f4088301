import {
    chmodSync,
    copyFileSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { scanPackages } from "../cloud/packages.ts";
import { connector } from "../connect.ts";
import { Misuse } from "../misuse.ts";
import { environmentOf } from "../program.ts";
import type { Project } from "../project/project.ts";
import type { Stack } from "../project/stack.ts";
import type { Properties } from "../values.ts";
import { servePlugin } from "./plugin.ts";

/** Packages of remote components: the real engine needs their real plugin, for no simulated one expands them. */
const COMPONENT_PACKAGES = ["awsx"];
/** Plugins that come with the CLI and that the simulated cloud stands for as well. */
const BUILT_IN = "pulumi-nodejs";

/** A home, a backend and plugins for the real engine, apart from the user's own; nothing of the project is written to. */
export interface Workspace {
    /** A folder for what the engine leaves behind. */
    folder: string;
    /** The stack's settings, where the CLI may write to them. */
    configFile: string;
    env: NodeJS.ProcessEnv;
    /** Time that the simulated cloud spent in answering so far. */
    cloudSeconds(): number;
    close(): void;
}

export interface WorkspaceOptions {
    project: Project;
    stack: Stack;
    environment: NodeJS.ProcessEnv;
    /** Inputs of what exists in the simulated cloud before any deployment, by id. @default nothing */
    existing?: Record<string, Properties>;
}

export async function makeWorkspace(options: WorkspaceOptions): Promise<Workspace> {
    const { project, stack, environment } = options;
    const folder = mkdtempSync(join(tmpdir(), "rehearsal-engine-"));
    const [home, state, settings] = ["home", "state", "settings"].map((name) => join(folder, name)) as [
        string,
        string,
        string,
    ];
    for (const path of [home, state, settings]) mkdirSync(path);
    const configFile = join(settings, `Pulumi.${stack.name}.yaml`);
    const own = join(project.stackFolder, `Pulumi.${stack.name}.yaml`);
    if (existsSync(own)) copyFileSync(own, configFile);
    // A project by the same name, so that what `pulumi stack init` writes lands here.
    writeFileSync(join(settings, "Pulumi.yaml"), JSON.stringify({ name: project.name, runtime: "nodejs" }));
    const packages = scanPackages(project.programFolder);
    const cloud = connector(project.programFolder);
    const simulated = [...packages.values(), { name: BUILT_IN, version: "" }].filter(
        ({ name }) => !COMPONENT_PACKAGES.includes(name),
    );
    const servers = await Promise.all(
        simulated.map(async ({ name, version }) => {
            const plugin = await servePlugin({
                name,
                version,
                connector: cloud,
                existing: options.existing ?? {},
            });
            return { name, ...plugin };
        }),
    );
    for (const name of COMPONENT_PACKAGES) {
        const version = packages.get(name)?.version;
        const plugin = installed(name, environment);
        if (version && plugin) link(home, name, version, plugin);
    }
    return {
        folder,
        configFile,
        env: environmentOf(
            {
                ...environment,
                PULUMI_HOME: home,
                PULUMI_BACKEND_URL: `file://${state}`,
                PULUMI_CONFIG_PASSPHRASE: environment.PULUMI_CONFIG_PASSPHRASE ?? "rehearsal",
                PULUMI_SKIP_UPDATE_CHECK: "true",
                PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
                PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
                PULUMI_DEBUG_COMMANDS: "true", // without it the CLI does not know --event-log
                PULUMI_DEBUG_PROVIDERS: servers.map(({ name, port }) => `${name}:${port}`).join(","),
            },
            stack,
            project.runtime,
        ),
        cloudSeconds: () => servers.reduce((sum, server) => sum + server.busySeconds(), 0),
        close: () => {
            for (const server of servers) server.close();
            rmSync(folder, { recursive: true, force: true });
        },
    };
}

/** The folder of a real plugin: the one that `REHEARSAL_<NAME>_PLUGIN` names, or the user's own CLI's. */
export function installed(name: string, environment: NodeJS.ProcessEnv): string | undefined {
    const named = environment[`REHEARSAL_${name.toUpperCase()}_PLUGIN`];
    if (named) return named;
    const plugins = join(environment.PULUMI_HOME ?? join(homedir(), ".pulumi"), "plugins");
    if (!existsSync(plugins)) return undefined;
    const found = readdirSync(plugins).filter((entry) => entry.startsWith(`resource-${name}-v`));
    const last = found
        .filter((entry) => !entry.endsWith(".lock"))
        .sort()
        .at(-1);
    return last && join(plugins, last);
}

/** Makes a plugin known under the version that the program asks for. */
function link(home: string, name: string, version: string, plugin: string): void {
    const target = join(plugin, `pulumi-resource-${name}`);
    if (!existsSync(target)) throw new Misuse(`There is no pulumi-resource-${name} in ${plugin}.`);
    const folder = join(home, "plugins", `resource-${name}-v${version}`);
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `pulumi-resource-${name}`);
    writeFileSync(path, `#!/bin/sh\nexec ${JSON.stringify(target)} "$@"\n`);
    chmodSync(path, 0o755);
}
