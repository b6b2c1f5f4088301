import type { Container } from "./containers.ts";

/** Names under which people keep what a log, a console or a state file must not show. */
const names = new RegExp(
    [
        "passw(or)?d|passphrase|secret|token|credential|(^|[_-])(pass|pwd)($|[_-])",
        // Where errors are sent, with the key to send some.
        "(^|[_-])dsn$",
        "(private|api|access|signing|encryption|master|session)[_-]?key",
    ].join("|"),
    "i",
);
/** Values that are, or hold, a secret whatever they are called. */
const values = [
    // A password in an address, in a connection string, or on a command line.
    /[a-z][a-z0-9+.-]*:\/\/[^/:@\s]*:[^/@\s]+@/i,
    /(^|[;\s-])(password|passwd|pwd)\s*=\s*[^\s;]/i,
    /-----BEGIN [A-Z ]*PRIVATE KEY/,
    // Of AWS, GitHub and Stripe, by the prefixes that their documentation gives.
    /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
    /\bgh[pousr]_[A-Za-z0-9]{20,}/,
    /\b[sr]k_live_[A-Za-z0-9]{10,}/,
];
/** Says where a secret lies, and is none. */
const pointer = /^$|^arn:aws[a-z-]*:(secretsmanager|ssm|kms):/;

/** The places of a container's definition that hold a secret as plain text. */
export function secretsIn(container: Container): string[] {
    const { environment = [], command = [], entryPoint = [], logConfiguration } = container;
    const variables = environment.map(({ name = "", value = "" }) => [name, String(value)] as const);
    const options = Object.entries(logConfiguration?.options ?? {});
    const named = [...variables, ...options].filter(
        ([name, value]) => (names.test(name) && !pointer.test(value)) || holdsSecret(value),
    );
    const said = Object.entries({ command, entryPoint }).filter(([, words]) =>
        [...words, words.join(" ")].some(holdsSecret),
    );
    return [...named, ...said].map(([name]) => name);
}

function holdsSecret(text: string): boolean {
    return values.some((pattern) => pattern.test(text));
}
