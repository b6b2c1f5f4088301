import type { Fault, Resource } from "./engine/resource.ts";
import type { Stack } from "./project/stack.ts";
import type { Line } from "./run.ts";
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

/** Shorter secrets would be found by accident in ordinary text. */
const SHORTEST = 6;

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

/** The secret strings of a deployment: those that stand as a secret by themselves, not what a secret object holds. */
function secretStrings(resources: Resource[], stack: Stack): Set<string> {
    const found = new Set<string>();
    const add = (value: Value | undefined) => {
        if (typeof value === "string" && value.length >= SHORTEST && value !== UNKNOWN) found.add(value);
    };
    for (const key of stack.secretKeys) add(stack.config[key]);
    for (const value of stack.secretValues ?? []) add(value);
    for (const { inputs, outputs } of resources) {
        for (const properties of [inputs, outputs]) {
            someValue(properties, (part) => {
                const signature = signatureOf(part);
                const marked =
                    signature === SECRET || (signature === OUTPUT && (part as Properties).secret === true);
                if (marked) add((part as Properties).value);
                return false;
            });
        }
    }
    return found;
}

/** Calls `visit` with every string outside a secret, and the path to it. Text that is JSON is looked into. */
function plainStrings(
    value: Value,
    path: string,
    name: string,
    visit: (text: string, path: string, name: string) => void,
) {
    if (typeof value === "string") {
        visit(value, path, name);
        const inner = parsed(value);
        if (inner !== undefined) plainStrings(inner, path, "", visit);
    } else if (Array.isArray(value)) {
        value.forEach((item, index) => plainStrings(item, `${path}[${index}]`, name, visit));
    } else if (isObject(value)) {
        if (SIGNATURE in value && value[SIGNATURE] === SECRET) return;
        const named =
            typeof value.name === "string" && typeof value.value === "string" ? value.name : undefined;
        for (const [key, member] of Object.entries(value)) {
            plainStrings(member, `${path}.${key}`, key === "value" && named ? named : key, visit);
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

/** Why a plain string must not be there; the string itself is never repeated. */
function reasonAgainst(text: string, name: string, secrets: string[]): string | undefined {
    if (secrets.some((value) => text.includes(value))) return "holds a value that is secret elsewhere";
    const form = SECRET_FORMS.find(([, pattern]) => pattern.test(text));
    if (form) return `holds ${form[0]}`;
    const named = SECRET_NAME.test(name) || SECRET_VARIABLE.test(name);
    const harmless = text === "" || text.includes(UNKNOWN) || NOT_A_SECRET.test(text);
    return named && !harmless ? "is a secret by its name" : undefined;
}

/** Secrets that show: in inputs, outputs and the state made of them, or in what the program printed. */
export function leaks(resources: Resource[], stack: Stack, lines: Line[]): Fault[] {
    const secrets = [...secretStrings(resources, stack)];
    const faults: Fault[] = [];
    for (const { urn, inputs, outputs } of resources) {
        const seen = new Set<string>();
        for (const [side, properties] of Object.entries({ inputs, outputs })) {
            plainStrings(withoutOutputs(properties), side, "", (text, path, name) => {
                const reason = reasonAgainst(text, name, secrets);
                const property = path.slice(side.length);
                if (!reason || seen.has(property)) return;
                seen.add(property);
                faults.push({
                    kind: "secret",
                    urn,
                    message: `${path} ${reason}; wrap it with pulumi.secret().`,
                });
            });
        }
    }
    const inJson = secrets.map((value) => JSON.stringify(value).slice(1, -1));
    lines.forEach(({ message, urn }, index) => {
        const reason = reasonAgainst(message, "", [...secrets, ...inJson]);
        if (!reason) return;
        const text = `log line ${index + 1} of the program ${reason}; don't print it.`;
        faults.push({ kind: "secret", urn, message: text });
    });
    return faults;
}
