import type { Fault, Resource } from "./engine/resource.ts";
import type { Stack } from "./project/stack.ts";
import type { Line } from "./run.ts";
import { SecretText } from "./secret-text.ts";
import {
    OUTPUT,
    SECRET,
    SIGNATURE,
    UNKNOWN,
    isObject,
    signatureOf,
    someValue,
    withoutOutputs,
    type Properties,
    type Value,
} from "./values.ts";

/** Names of properties and variables that hold a secret, whatever the program says of it. */
const SECRET_NAME =
    /(password|passwd|passphrase|(secret[_-]?access|api|private|secret)[_-]?key|client[_-]?secret|(access|api|auth|bearer|bot|refresh|session)[_-]?token)$/i;
/** A variable of a container, in the capitals that only variables have. */
const SECRET_VARIABLE = /^([A-Z0-9_]+_)?TOKEN$/;
/** What is no secret whatever it is called: an ARN, a template, a switch. */
const NOT_A_SECRET = /^(arn:|\$\{|(true|false|yes|no|\d)$)/i;

/** Forms that only a credential has. */
const SECRET_FORMS: [string, RegExp][] = [
    ["an AWS access key", /\bAKIA[0-9A-Z]{16}\b/],
    ["a GitHub token", /\bgh[pousr]_[A-Za-z0-9]{36}\b/],
    ["a Stripe key", /\b[sr]k_live_[A-Za-z0-9]{20,}\b/],
    ["a Slack token", /\bxox[abprs]-[A-Za-z0-9-]{10,}\b/],
    ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
    ["a password in a URL", /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/]+:[^\s:@/${}]+@/i],
];

/** Adds a secret: a text or a number; of an object, only what has a secret's name, for the rest of it is ordinary. */
function collect(value: Value | undefined, found: Set<string>): void {
    if (value === undefined || value === UNKNOWN) return;
    if (typeof value === "string" || typeof value === "number") found.add(String(value));
    const inside = typeof value === "string" ? parsed(value) : value;
    if (!isObject(inside) && !Array.isArray(inside)) return;
    plainTexts(inside, "", "", (text, _path, name) => {
        if (isNamedSecret(text, name)) found.add(String(text));
    });
}

/** The secrets of a deployment: those of its settings, and those that resources hold. */
export function secretsOf(resources: Iterable<Resource>, stack: Stack): SecretText {
    const found = new Set<string>();
    for (const key of stack.secretKeys) collect(stack.config[key], found);
    for (const value of stack.secretValues ?? []) collect(value, found);
    for (const { inputs, outputs } of resources) {
        for (const properties of [inputs, outputs]) {
            someValue(properties, (part) => {
                const signature = signatureOf(part);
                const marked =
                    signature === SECRET || (signature === OUTPUT && (part as Properties).secret === true);
                if (marked) collect((part as Properties).value, found);
                return false;
            });
        }
    }
    return new SecretText(found);
}

type Visit = (text: string | number, path: string, name: string) => void;

/** Calls `visit` with all text outside a secret, keys too, and the path to it. Text that is JSON is looked into. */
function plainTexts(value: Value, path: string, name: string, visit: Visit): void {
    if (typeof value === "string" || typeof value === "number") {
        const inner = typeof value === "string" ? parsed(value) : undefined;
        if (inner === undefined) visit(value, path, name);
        else plainTexts(inner, path, name, visit);
    } else if (Array.isArray(value)) {
        value.forEach((item, index) => plainTexts(item, `${path}[${index}]`, name, visit));
    } else if (isObject(value)) {
        if (SIGNATURE in value && value[SIGNATURE] === SECRET) return;
        const named =
            typeof value.name === "string" && typeof value.value === "string" ? value.name : undefined;
        for (const [key, member] of Object.entries(value)) {
            visit(key, `${path}.${key}`, "");
            plainTexts(member, `${path}.${key}`, key === "value" && named ? named : key, visit);
        }
    }
}

function parsed(text: string): Value | undefined {
    if (!/^\s*[[{]/.test(text)) return undefined;
    try {
        return JSON.parse(text) as Value;
    } catch {
        return undefined; // text that only begins like JSON
    }
}

function isNamedSecret(text: string | number, name: string): boolean {
    if (typeof text === "number" || !(SECRET_NAME.test(name) || SECRET_VARIABLE.test(name))) return false;
    return text !== "" && !text.includes(UNKNOWN) && !NOT_A_SECRET.test(text);
}

/** Why a plain text must not be there; the text itself is never repeated. */
function reasonAgainst(text: string | number, name: string, secrets: SecretText): string | undefined {
    if (secrets.isIn(text)) return "holds a value that is secret elsewhere";
    if (typeof text === "number") return undefined;
    const form = SECRET_FORMS.find(([, pattern]) => pattern.test(text));
    if (form) return `holds ${form[0]}`;
    return isNamedSecret(text, name) ? "is a secret by its name" : undefined;
}

/** Secrets that show: in names, inputs, outputs and the state made of them, or in what the program printed. */
export function leaks(resources: Resource[], stack: Stack, lines: Line[]): Fault[] {
    const secrets = secretsOf(resources, stack);
    const faults: Fault[] = [];
    // The id of an access key that the program makes is no secret, as a user's name is none; its `secret` is one.
    const accessKeys = new Set<unknown>(
        resources.filter(({ type }) => type === "aws:iam/accessKey:AccessKey").map(({ id }) => id),
    );
    const blame = (urn: string, message: string) => faults.push({ kind: "secret", urn, message });
    for (const { urn, name, id = "", custom, inputs, outputs } of resources) {
        const reason = reasonAgainst(name, "", secrets);
        if (reason) blame(urn, `the resource's name ${reason}; a name is never secret, choose another.`);
        if (secrets.isIn(id)) blame(urn, "id holds a value that is secret elsewhere; an id is never secret.");
        const seen = new Set<string>();
        for (const [side, properties] of Object.entries({ inputs, outputs })) {
            plainTexts(withoutOutputs(properties), side, "", (text, path, key) => {
                if (accessKeys.has(text)) return;
                const property = path.slice(side.length);
                const against = reasonAgainst(
                    text,
                    custom && isMadeInside(property, inputs) ? "" : key,
                    secrets,
                );
                if (!against || seen.has(property)) return;
                seen.add(property);
                blame(urn, `${secrets.hide(path)} ${against}; wrap it with pulumi.secret().`);
            });
        }
    }
    return [...faults, ...printed(lines, secrets)];
}

/** Whether a provider made this itself, inside an output: no program can wrap it, and the cloud's name for it is its own. */
function isMadeInside(property: string, inputs: Properties): boolean {
    const [, top = "", inside = ""] = /^\.([^.[]+)(.*)$/s.exec(property) ?? [];
    return inside !== "" && !(top in inputs);
}

/** One fault for all lines that a resource, or the program, should not have printed for the same reason. */
function printed(lines: Line[], secrets: SecretText): Fault[] {
    const found = new Map<string, { urn: string; reason: string; numbers: number[] }>();
    lines.forEach(({ message, urn }, index) => {
        const reason = reasonAgainst(message, "", secrets);
        if (!reason) return;
        const key = `${urn} ${reason}`;
        const entry = found.get(key) ?? { urn, reason, numbers: [] };
        found.set(key, entry);
        entry.numbers.push(index + 1);
    });
    return [...found.values()].map(({ urn, reason, numbers: [first, ...rest] }) => {
        const more = rest.length > 0 ? ` (and ${rest.length} more)` : "";
        return {
            kind: "secret",
            urn,
            message: `log line ${first}${more} of the program ${reason}; don't print it.`,
        };
    });
}
