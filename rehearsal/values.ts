/**
 * Property values as Pulumi's wire protocol spells them: plain JSON, in which a secret, an output, an asset and a
 * reference to a resource are objects that carry a signature, and an unknown value is one reserved string.
 */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Properties = { [key: string]: Value };

/** Stands for any value that only the cloud can tell (`runtime.unknownValue` in the SDK). */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** The key whose value says what kind of special object it is in. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
export const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
export const ASSET = "c44067f5952c0a294b673a41bacd8c17";
export const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

export function isObject(value: Value | undefined): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function signatureOf(value: Value | undefined): Value | undefined {
    return isObject(value) ? value[SIGNATURE] : undefined;
}

export function secret(value: Value): Properties {
    return { [SIGNATURE]: SECRET, value };
}

/** Rebuilds a value from its leaves up; `visit` sees each object after its own members were rebuilt. */
export function mapValue(value: Value, visit: (value: Value) => Value): Value {
    if (Array.isArray(value)) return visit(value.map((item) => mapValue(item, visit)));
    if (!isObject(value)) return visit(value);
    const members = Object.entries(value).map(([key, member]) => [key, mapValue(member, visit)]);
    return visit(Object.fromEntries(members) as Properties);
}

/** True when `wanted` holds for the value or for anything in it. */
export function someValue(value: Value | undefined, wanted: (value: Value) => boolean): boolean {
    if (value === undefined) return false;
    if (wanted(value)) return true;
    if (Array.isArray(value)) return value.some((item) => someValue(item, wanted));
    return isObject(value) && Object.values(value).some((item) => someValue(item, wanted));
}

/** An unknown as the wire has it: the reserved string, or an output without a value. */
function isUnknown(value: Value | undefined): boolean {
    return value === UNKNOWN || (signatureOf(value) === OUTPUT && (value as Properties).value === undefined);
}

export function hasUnknown(value: Value | undefined): boolean {
    return someValue(value, isUnknown);
}

function isSecret(value: Value): boolean {
    const signature = signatureOf(value);
    return signature === SECRET || (signature === OUTPUT && (value as Properties).secret === true);
}

export function hasSecret(value: Value | undefined): boolean {
    return someValue(value, isSecret);
}

/** Output values become what they hold: a plain value, a secret, or the unknown string. */
export function withoutOutputs<T extends Value>(value: T): T {
    return mapValue(value, (part) => {
        if (signatureOf(part) !== OUTPUT) return part;
        const output = part as Properties;
        const inner = output.value === undefined ? UNKNOWN : output.value;
        return output.secret === true ? secret(inner) : inner;
    }) as T;
}

/** The value as a provider that takes no secrets sees it: outputs and secrets opened, unknowns kept. */
export function plain<T extends Value>(value: T): T {
    return mapValue(withoutOutputs(value), (part) =>
        signatureOf(part) === SECRET ? ((part as Properties).value ?? null) : part,
    ) as T;
}
