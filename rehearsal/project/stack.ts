import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { Misuse } from "../misuse.ts";
import { secret, type Properties } from "../values.ts";
import { decrypterOf, type Decrypt } from "./decrypt.ts";
import { NAME, stacksOf, type Project } from "./project.ts";
import { readYaml } from "./yaml-file.ts";

/** What a secret is rehearsed with where its passphrase is not at hand. */
const STAND_IN = "rehearsal-stand-in";

/** Keys with which the engine itself is configured, and which change what it does. */
const UNSUPPORTED = ["pulumi:autonaming", "pulumi:disable-default-providers"];

/** A stack's configuration as the program gets it: text by full key. */
export interface Stack {
    name: string;
    config: Record<string, string>;
    secretKeys: string[];
    /** Each secret by itself, also one that stands inside an object. */
    secretValues?: string[];
    /** What whoever reads the result must know of it. */
    notices: string[];
}

interface Reading {
    secrets: string[];
    standIn: boolean;
    decrypt: Decrypt | undefined;
}

function opened(value: unknown, reading: Reading): unknown {
    if (Array.isArray(value)) return value.map((item) => opened(item, reading));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    const [first] = entries;
    if (entries.length === 1 && first?.[0] === "secure" && typeof first[1] === "string") {
        reading.standIn ||= !reading.decrypt;
        const text = reading.decrypt ? reading.decrypt(first[1]) : STAND_IN;
        reading.secrets.push(text);
        return text;
    }
    return Object.fromEntries(entries.map(([key, member]) => [key, opened(member, reading)]));
}

function stackFile(project: Project, name: string): string {
    const path = ["yaml", "yml"]
        .map((ending) => join(project.stackFolder, `Pulumi.${name}.${ending}`))
        .find((candidate) => existsSync(candidate));
    if (path) return path;
    const known = stacksOf(project);
    const there = known.length > 0 ? `there are ${known.join(", ")}` : "there is none yet";
    throw new Misuse(
        `There is no stack "${name}" (Pulumi.${name}.yaml) in ${project.stackFolder}; ${there}.`,
    );
}

/** Reads a stack's file; a project without any stack file has stacks without configuration, as in the CLI. */
export function loadStack(project: Project, name: string, environment: NodeJS.ProcessEnv): Stack {
    if (!NAME.test(name)) {
        throw new Misuse(
            `A stack can't be called "${name.slice(0, 100)}": use up to 100 letters, digits, dots, hyphens ` +
                "and underscores.",
        );
    }
    const path = stacksOf(project).length > 0 ? stackFile(project, name) : undefined;
    const content = path ? readYaml(path) : {};
    const file = path ? basename(path) : `Pulumi.${name}.yaml`;
    if (content.environment !== undefined) {
        throw new Misuse(
            `${file}: environment imports values from Pulumi ESC, which can't be reached offline.`,
        );
    }
    const decrypt = decrypterOf(file, content.encryptionsalt, environment);
    const stack = { name, config: {} as Record<string, string>, secretKeys: [] as string[] };
    const secretValues: string[] = [];
    const standIns: string[] = [];
    const all = { ...project.config, ...qualified(project, file, content.config) };
    for (const [key, value] of Object.entries(all)) {
        if (UNSUPPORTED.includes(key)) throw new Misuse(`${file}: the rehearsal does not support ${key}.`);
        const reading: Reading = { secrets: [], standIn: false, decrypt };
        const plain = opened(value, reading);
        stack.config[key] = textOf(plain);
        if (reading.secrets.length > 0) stack.secretKeys.push(key);
        secretValues.push(...reading.secrets);
        if (reading.standIn) standIns.push(key);
    }
    refuseMissing(project, file, stack.config, stack.secretKeys);
    const why = content.encryptionsalt
        ? "PULUMI_CONFIG_PASSPHRASE is not set"
        : "their secrets provider can't be reached offline";
    const notice = `${file}: ${standIns.join(", ")} rehearsed with a stand-in, for ${why}.`;
    return { ...stack, secretValues, notices: standIns.length > 0 ? [notice] : [] };
}

/** A setting as the program gets it: text as it is, nothing as no text, anything else as JSON, with its keys sorted. */
function textOf(value: unknown): string {
    if (value === null || value === undefined) return "";
    if (typeof value === "string" || typeof value === "bigint") return String(value);
    return JSON.stringify(value, (_key, part: unknown) => {
        if (typeof part === "bigint") return Number(part);
        if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
        return Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)));
    });
}

/** How a value of each type that Pulumi.yaml may declare looks as text. */
const TYPES: Record<string, RegExp> = { integer: /^[+-]?\d+$/, boolean: /^(true|false)$/i, array: /^\[/ };

/** The CLI refuses a stack without a setting that the project declares, or with one of another type; so does this. */
function refuseMissing(project: Project, file: string, config: Record<string, string>, secretKeys: string[]) {
    const faults = project.required.flatMap(({ key, type }) => {
        const value = config[key];
        if (value === undefined) return `${key} is missing; Pulumi.yaml declares it without a default.`;
        const fits = secretKeys.includes(key) || (TYPES[String(type)]?.test(value) ?? true);
        return fits ? [] : `${key} is ${JSON.stringify(value)}; Pulumi.yaml declares it as ${String(type)}.`;
    });
    if (faults.length > 0) throw new Misuse(faults.map((fault) => `${file}: ${fault}`).join("\n"));
}

function qualified(project: Project, file: string, config: unknown): Record<string, unknown> {
    if (config === undefined || config === null) return {};
    if (typeof config !== "object" || Array.isArray(config)) {
        throw new Misuse(
            `${file}: config is ${JSON.stringify(config).slice(0, 40)}; it must be a map of keys.`,
        );
    }
    return Object.fromEntries(
        Object.entries(config).map(([key, value]) => [
            key.includes(":") ? key : `${project.name}:${key}`,
            value,
        ]),
    );
}

/** Configuration of a provider package, as in `aws:region`. */
export function packageConfig(stack: Stack, name: string): Properties {
    const result: Properties = {};
    for (const [key, value] of Object.entries(stack.config)) {
        if (!key.startsWith(`${name}:`)) continue;
        const property = key.slice(name.length + 1).replace(/^config:/, "");
        result[property] = stack.secretKeys.includes(key) ? secret(value) : value;
    }
    return result;
}
