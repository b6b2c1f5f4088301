import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { start } from "./child.ts";
import { Misuse } from "./misuse.ts";
import type { Project } from "./project/project.ts";
import type { Runtime } from "./project/runtime.ts";
import type { Stack } from "./project/stack.ts";

/** Credentials of AWS are kept from the program and from the packs: a rehearsal must not be able to reach the cloud. */
const WITHOUT_CREDENTIALS: NodeJS.ProcessEnv = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_WEB_IDENTITY_TOKEN_FILE: undefined,
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: undefined,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: undefined,
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
};

/** What makes the SDK faster, before it loads; `nodeargs` in Pulumi.yaml gives the same to the real CLI. */
const preloads = ["stack-traces.cjs", "late-loading.cjs"].map((file) => join(import.meta.dirname, file));
/** In one word each: a `--require` of its own would tell the SDK that the program brings a loader for ES modules. */
export const PRELOADED: readonly string[] = preloads.map((file) => `--require=${file}`);

/** One of the SDK's own commands (`run`, `run-policy-pack`), as the folder's package has it installed. */
export function sdkCommand(folder: string, command: string): string {
    try {
        return createRequire(join(folder, "package.json")).resolve(`@pulumi/pulumi/cmd/${command}`);
    } catch {
        throw new Misuse(`@pulumi/pulumi is not installed for ${folder}; run npm install there.`);
    }
}

/** The environment that the language host gives to a program or a policy pack. */
export function environmentOf(
    environment: NodeJS.ProcessEnv,
    stack: Stack,
    runtime: Runtime,
): NodeJS.ProcessEnv {
    return {
        ...environment,
        ...WITHOUT_CREDENTIALS,
        PULUMI_CONFIG: JSON.stringify(stack.config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(stack.secretKeys),
        PULUMI_NODEJS_TYPESCRIPT: String(runtime.typescript),
        PULUMI_REHEARSAL: "1",
    };
}

export interface ProgramOptions {
    project: Project;
    stack: Stack;
    organization: string;
    preview: boolean;
    /** Address of the rehearsal's server. */
    address: string;
    environment: NodeJS.ProcessEnv;
}

/** A program that runs; what it prints is kept until someone reads it, and until then it has not ended. */
export interface StartedProgram {
    child: ChildProcess;
    /** Its exit code, once all that it printed is read. */
    ended: Promise<number | null>;
}

/** Starts a program as the language host of the Pulumi CLI does, with the runner of the program's own SDK. */
export function startProgram(options: ProgramOptions): StartedProgram {
    const { project, stack, preview, address } = options;
    if (!existsSync(project.programFolder)) {
        throw new Misuse(`Pulumi.yaml: main names ${project.programFolder}, which does not exist.`);
    }
    const flags: Record<string, string> = {
        monitor: address,
        engine: address,
        organization: options.organization,
        project: project.name,
        "root-directory": project.root,
        stack: stack.name,
        pwd: project.programFolder,
        parallel: "32", // enough to keep the program busy; the CLI's default is four for each core
    };
    const args = [
        ...PRELOADED,
        ...project.runtime.nodeArgs,
        sdkCommand(project.programFolder, "run"),
        ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]),
        ...(preview ? ["--dry-run"] : []),
        project.entryPoint,
    ];
    const env = environmentOf(options.environment, stack, project.runtime);
    try {
        const child = start(process.execPath, args, { cwd: project.programFolder, env });
        const ended = once(child, "close").then(([code]) => code as number | null);
        ended.catch(() => undefined); // told to whoever waits for the end
        return { child, ended };
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "E2BIG") throw error;
        throw new Misuse(
            `The settings of stack ${stack.name} are too long: a program gets them in one variable of its environment.`,
        );
    }
}
