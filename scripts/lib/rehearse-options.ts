import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Misuse } from "../../rehearsal/misuse.ts";
import type { PackConfig } from "../../rehearsal/policy/levels.ts";
import { loadProject, stacksOf } from "../../rehearsal/project/project.ts";
import { readText } from "../../rehearsal/project/read-file.ts";
import type { RehearseOptions } from "../../rehearsal/rehearse.ts";
import type { Properties } from "../../rehearsal/values.ts";
import type { Command, Given } from "./command.ts";

const DEFAULT_TIMEOUT_SECONDS = 60;
/** A timer of Node takes no more than 24 days, and fires at once when asked for more. */
const MOST_SECONDS = 86_400;

export const rehearseCommand: Command = {
    name: "rehearse",
    says: "Runs a Pulumi program offline, with no cloud, credentials or CLI, and says what is not ready.",
    example: "npm run rehearse -- --stack production",
    options: {
        stack: {
            type: "string",
            multiple: true,
            value: "NAME",
            says: "A stack; may be repeated (default: all).",
        },
        cwd: { type: "string", value: "DIR", says: "The project's folder (default: this one)." },
        "policy-pack": {
            type: "string",
            multiple: true,
            value: "DIR",
            says: "A policy pack; may be repeated (default: the project's policies/).",
        },
        "policy-pack-config": {
            type: "string",
            multiple: true,
            value: "FILE",
            says: "A pack's configuration, in the order of the packs.",
        },
        deploy: { type: "boolean", says: "Deploy as `pulumi up` and keep a state (default: plan)." },
        state: { type: "string", value: "FILE", says: "The state (default: .rehearsal/PROJECT-STACK.json)." },
        "stack-outputs": {
            type: "string",
            multiple: true,
            value: "NAME=FILE",
            says: "Outputs of another stack, for its StackReference.",
        },
        timeout: {
            type: "string",
            value: "SECONDS",
            says: `How long the program may register nothing (default: ${DEFAULT_TIMEOUT_SECONDS}).`,
        },
        engine: { type: "boolean", says: "Use the real engine; needs a Pulumi CLI on PATH." },
        json: { type: "boolean", says: "Print JSON." },
    },
    exits: { good: "ready", faults: "not ready" },
};

function jsonFile(path: string): unknown {
    const text = readText(path);
    try {
        return JSON.parse(text);
    } catch (error) {
        throw new Misuse(`${path} is not a JSON file: ${(error as Error).message}`);
    }
}

function timeoutOf(text: string | undefined): number {
    const seconds = Number(text ?? DEFAULT_TIMEOUT_SECONDS);
    if (seconds > MOST_SECONDS)
        throw new Misuse(`--timeout is ${text}; use at most ${MOST_SECONDS} seconds (a day).`);
    if (seconds > 0) return seconds;
    throw new Misuse(`--timeout is ${text}; use a number of seconds above 0.`);
}

function outputsFile(text: string): [string, Properties] {
    const [name = "", file = ""] = text.split(/=(.*)/s);
    if (!name || !file) throw new Misuse(`--stack-outputs is ${text}; use NAME=FILE.json.`);
    const outputs = jsonFile(file);
    if (typeof outputs === "object" && outputs !== null && !Array.isArray(outputs)) {
        return [name, outputs as Properties];
    }
    throw new Misuse(
        `${file} holds no outputs: it must be an object, as \`pulumi stack output --json\` prints it.`,
    );
}

/** Said before a program is started for nothing. */
function refuseNoPack(folder: string): void {
    if (existsSync(join(folder, "PulumiPolicy.yaml"))) return;
    throw new Misuse(
        `There is no PulumiPolicy.yaml in ${resolve(folder)}; --policy-pack takes the folder of a policy pack.`,
    );
}

async function configFile(file: string): Promise<PackConfig> {
    // Loaded where it is asked for alone: the user waits for all that a command loads.
    const { readPackConfig } = await import("../../rehearsal/policy/levels.ts");
    return readPackConfig(file, jsonFile(file));
}

/** What the command line asks for, checked before anything runs. */
export async function rehearseOptions(
    given: Given,
): Promise<{ stacks: string[]; options: Omit<RehearseOptions, "stack"> }> {
    const cwd = given.text("cwd") ?? ".";
    const project = loadProject(cwd);
    const named = given.texts("stack");
    const stacks = named.length > 0 ? [...new Set(named)] : stacksOf(project);
    if (stacks.length === 0)
        throw new Misuse(`${project.root} has no Pulumi.STACK.yaml; name a stack with --stack.`);
    if (given.text("state") && stacks.length > 1)
        throw new Misuse("--state holds one stack; choose it with --stack.");
    const own = join(project.root, "policies");
    const packs = given.texts("policy-pack");
    if (packs.length === 0 && existsSync(join(own, "PulumiPolicy.yaml"))) packs.push(own);
    const configs = given.texts("policy-pack-config");
    if (configs.length > packs.length)
        throw new Misuse("There are more --policy-pack-config than --policy-pack.");
    return {
        stacks,
        options: {
            cwd,
            mode: given.flag("deploy") ? "deploy" : "plan",
            policyPacks: await Promise.all(
                packs.map(async (folder, index) => {
                    refuseNoPack(folder);
                    const file = configs[index];
                    return { folder: resolve(folder), config: file ? await configFile(file) : {} };
                }),
            ),
            stateFile: given.text("state"),
            stackOutputs: Object.fromEntries(given.texts("stack-outputs").map(outputsFile)),
            timeoutSeconds: timeoutOf(given.text("timeout")),
        },
    };
}
