import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { Misuse, Refusal } from "./command.ts";
import type { World } from "./world.ts";

/** One deployed environment, as its files and its stack's outputs tell. */
export interface Environment {
    stack: string;
    /** `<project>-<stack>`: what the names of its databases, vaults and queues start with. */
    name: string;
    region: string;
    /** Pulumi.<stack>.yaml, as an absolute path. */
    file: string;
    outputs: Record<string, unknown>;
}

/** The option that every script about an environment has. */
export const stackOption = {
    stack: {
        type: "string",
        value: "STACK",
        says: "The environment, such as production. Without it PULUMI_STACK, or the only one that there is.",
    },
} as const;

/** Reads Pulumi.yaml, Pulumi.<stack>.yaml and the outputs of the stack; asks the Pulumi CLI for those. */
export async function environmentOf(asked: string | undefined, world: World): Promise<Environment> {
    const stack = chosen(asked ?? world.env.PULUMI_STACK, stacksIn(world.cwd));
    const file = path.join(world.cwd, `Pulumi.${stack}.yaml`);
    const { name: project } = mapIn(path.join(world.cwd, "Pulumi.yaml"));
    const region = Object(mapIn(file).config)["aws:region"];
    if (typeof region !== "string") {
        throw new Refusal(`Pulumi.${stack}.yaml: aws:region is missing; use the code of an AWS region.`);
    }
    const outputs = await outputsOf(stack, world);
    return { stack, name: `${String(project)}-${stack}`, region, file, outputs };
}

/** An output that is text, or what to do about its absence. */
export function outputOf(environment: Environment, name: string): string {
    const value = environment.outputs[name];
    if (typeof value === "string" && value !== "") return value;
    throw missing(environment, name);
}

/** An output that is a map of texts. */
export function mapOutputOf(environment: Environment, name: string): Record<string, string> {
    const value = environment.outputs[name];
    if (typeof value === "object" && value !== null) return value as Record<string, string>;
    throw missing(environment, name);
}

function missing({ stack }: Environment, name: string): Refusal {
    return new Refusal(
        `The stack ${stack} has no output "${name}"; deploy it with this version of the program: pulumi up --stack ${stack}`,
    );
}

function stacksIn(folder: string): string[] {
    return readdirSync(folder).flatMap((file) => /^Pulumi\.([\w.-]+)\.yaml$/.exec(file)?.[1] ?? []);
}

function chosen(asked: string | undefined, known: string[]): string {
    const list = known.join(" or ") || "none: run it in the folder of Pulumi.yaml";
    if (asked === undefined && known.length === 1) return known[0]!;
    // A default would be the wrong one some night.
    if (asked === undefined) throw new Misuse(`which environment? Use --stack ${list}.`);
    if (!known.includes(asked)) throw new Misuse(`--stack is ${asked}; use ${list}.`);
    return asked;
}

function mapIn(file: string): Record<string, unknown> {
    try {
        return Object(parse(readFileSync(file, "utf8"))) as Record<string, unknown>;
    } catch (error) {
        throw new Refusal(`${path.basename(file)} can't be read: ${(error as Error).message}`);
    }
}

async function outputsOf(stack: string, world: World): Promise<Record<string, unknown>> {
    const args = ["stack", "output", "--json", "--stack", stack, "--non-interactive"];
    const ran = await world.run("pulumi", args, {
        cwd: world.cwd,
        stdoutOnly: true,
        env: { PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    if (ran.code === 127) {
        throw new Refusal(
            "There is no pulumi on PATH; install the Pulumi CLI: https://www.pulumi.com/docs/install",
        );
    }
    if (ran.code !== 0) {
        throw new Refusal(
            `\`pulumi ${args.join(" ")}\` failed (exit ${ran.code}), as it says above; sign in with \`pulumi login\`, and see what \`pulumi stack ls\` lists.`,
        );
    }
    const outputs: unknown = parsed(ran.output);
    if (typeof outputs === "object" && outputs !== null && Object.keys(outputs).length > 0) {
        return outputs as Record<string, unknown>;
    }
    throw new Refusal(
        `The stack ${stack} has no outputs: nothing is deployed. First: pulumi up --stack ${stack}`,
    );
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
