import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { disagreements, find } from "./agreement.ts";
import { unmetDemands } from "./demands.ts";
import { docs } from "./docs.ts";
import { examples } from "./examples.ts";
import { isInTheOpen } from "./pager.ts";
import { pathsInTheWay } from "./paths.ts";
import { tooLongPolicy } from "./policy-length.ts";
import { tooLargeForProxy } from "./request-sizes.ts";
import { schema, type Settings } from "./schema.ts";

/** Says everything that is wrong with the settings of an environment, one line each. */
export class SettingsError extends pulumi.RunError {
    readonly faults: readonly string[];

    constructor(stack: string, faults: string[]) {
        const lines = [...new Set(faults)].map((fault) => `Pulumi.${stack}.yaml: ${fault}`);
        super(lines.join("\n"));
        this.name = "SettingsError";
        this.faults = lines;
    }
}

/** Keys of these namespaces are read by Pulumi or by a provider, not by this program. */
const others = ["pulumi", "awsx", "random", "cloudflare", "datadog"];
/** Names under which people keep what no log may show. */
const confidential = /pass|secret|token|credential|private|ap[ip]_?key|pager|dsn/i;
/**
 * Turns the configuration of a stack (`namespace:key` to text) into settings, or throws a `SettingsError` that lists
 * all faults at once. Values of `secretKeys` are not repeated.
 */
export function readSettings(
    stack: string,
    raw: Record<string, string>,
    secretKeys: string[] = [],
): Settings {
    const input: Record<string, unknown> = {};
    const faults: string[] = [];
    const secrets = new Set(secretKeys.map((key) => nameOf(key) ?? key));
    const hidden = (name: string) =>
        confidential.test(name) || secrets.has(name) || secrets.has(name.split(".")[0]!);
    for (const [key, text] of Object.entries(raw)) {
        const name = nameOf(key);
        if (name !== undefined && Object.hasOwn(schema.shape, name)) input[name] = parse(name, text);
        else if (!others.includes(key.split(":")[0] ?? "")) {
            faults.push(stranger(key, show(text, hidden(name ?? key)), Object.keys(schema.shape)));
        }
    }
    const result = schema.safeParse(input);
    for (const issue of result.error?.issues ?? []) {
        const path = issue.path.map(String);
        if (issue.code === "unrecognized_keys") {
            for (const key of issue.keys) {
                const name = [...path, key].join(".");
                faults.push(stranger(name, show(find(input, [...path, key]), hidden(name)), namesIn(path)));
            }
        } else if (issue.code === "invalid_key") {
            faults.push(`${spelled(path)} can't be called so; use ${docOf(path.slice(0, -1))}.`);
        } else faults.push(refusal(path, find(input, path), hidden(path.join("."))));
    }
    for (const path of disagreements(input))
        faults.push(refusal(path, find(input, path), hidden(path.join("."))));
    const shown = (key: string, value: unknown) => show(value, hidden(key));
    for (const between of [unmetDemands, tooLargeForProxy, tooLongPolicy, pathsInTheWay])
        faults.push(...between(input, shown));
    for (const key of ["pager", "sentryDsn", "datadogApiKey", "datadogAppKey"] as const)
        if (isInTheOpen(input[key], secrets.has(key)) && !isExample(key, input[key]))
            faults.push(refusal([key], input[key], true));
    if (faults.length > 0 || !result.success) throw new SettingsError(stack, faults);
    return freeze(result.data);
}

const isExample = (name: string, value: unknown) =>
    Object.hasOwn(examples, name) && examples[name as keyof typeof examples].test(String(value));

/** The settings that still are what the clone ships, as faults. */
export function examplesLeft(settings: Settings): string[] {
    return Object.keys(examples).flatMap((name) => {
        const value = find(settings, name.split("."));
        return isExample(name, value)
            ? [
                  `${name} is an example, ${show(value, confidential.test(name))}; use ${docOf(name.split("."))}.`,
              ]
            : [];
    });
}

/** Reads the settings of the stack that is running. Example values rehearse and preview, and stop `pulumi up`. */
export function loadSettings(): Settings {
    const stack = pulumi.getStack();
    const settings = readSettings(stack, pulumi.runtime.allConfig(), secretKeysOf(process.env));
    const left = examplesLeft(settings);
    if (left.length === 0) return settings;
    if (!pulumi.runtime.isDryRun() && process.env.PULUMI_REHEARSAL !== "1")
        throw new SettingsError(stack, left);
    void pulumi.log.warn(`Before \`pulumi up\`, set in Pulumi.${stack}.yaml:\n${left.join("\n")}`);
    return settings;
}

/** The Node language host lists the secret keys here; the SDK has no public way to ask. */
function secretKeysOf(env: NodeJS.ProcessEnv): string[] {
    const keys = z.array(z.string()).parse(JSON.parse(env.PULUMI_CONFIG_SECRET_KEYS || "[]"));
    return keys.map((key) => key.replace(":config:", ":"));
}

/** The setting that a configuration key names: `aws:region` is `region`, `airworthy:tier` is `tier`. */
function nameOf(key: string): string | undefined {
    if (key === "aws:region") return "region";
    const name = key.startsWith("airworthy:") ? key.slice("airworthy:".length) : undefined;
    return name === "region" ? undefined : name;
}

/** The key as the stack file spells it. */
function spelled(path: string[]): string {
    return path[0] === "region" ? "aws:region" : path.join(".");
}

// Maps and lists reach a program as JSON; what isn't JSON stays text, and the schema refuses it.
function parse(name: string, text: string): unknown {
    const field = schema.shape[name as keyof Settings];
    if (!(field instanceof z.ZodObject || field instanceof z.ZodArray)) return text;
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

function schemaAt(path: string[]): z.core.$ZodType {
    return path.reduce<z.core.$ZodType>((node, part) => {
        const map = node instanceof z.ZodOptional ? node.unwrap() : node;
        if (map instanceof z.ZodRecord) return map.valueType;
        return map instanceof z.ZodObject ? (map.shape[part] ?? map) : node;
    }, schema);
}

function docOf(path: string[]): string {
    return docs.get(schemaAt(path))?.use ?? "what Pulumi.yaml says";
}

function namesIn(path: string[]): string[] {
    const node = schemaAt(path);
    const map = node instanceof z.ZodOptional ? node.unwrap() : node;
    return map instanceof z.ZodObject ? Object.keys(map.shape) : [];
}

function show(value: unknown, hide: boolean): string {
    if (hide) return "[secret]";
    const text = typeof value === "string" && /^[\w.@:/ -]+$/.test(value) ? value : onOneLine(value);
    return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** As JSON, which lets some characters through that end a line or move a cursor. */
function onOneLine(value: unknown): string {
    const escaped = (one: string) => `\\u${one.codePointAt(0)!.toString(16).padStart(4, "0")}`;
    return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

function refusal(path: string[], value: unknown, hide: boolean): string {
    const seen = value === undefined ? "missing" : show(value, hide);
    return `${spelled(path)} is ${seen}; use ${docOf(path)}.`;
}

function stranger(key: string, seen: string, known: string[]): string {
    const name = show(key.replace(/^airworthy:/, ""), false);
    return `${name} is ${seen}, but there is no such setting; use one of ${known.map((one) => spelled([one])).join(", ")}.`;
}

function freeze<T extends object>(value: T): Readonly<T> {
    for (const member of Object.values(value))
        if (typeof member === "object" && member !== null) freeze(member);
    return Object.freeze(value);
}
