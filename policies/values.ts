// Programs in YAML, and any with a cast, hand over text where the schema has a switch or a number, and Pulumi's bridge
// to the provider takes it for what it says. A rule must, too: "false" is not on, and "many" is no number.

export function isOn(value: unknown): boolean {
    return value === true || value === "true";
}

export function isOff(value: unknown): boolean {
    return value === false || value === "false";
}

/** Not a number for what isn't one, so that every comparison with it fails. */
export function numberOf(value: unknown): number {
    if (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
    return typeof value === "number" ? value : Number.NaN;
}

/** A list, or the one thing that stands for a list of one. */
export function listOf<Value>(value: Value | Value[] | undefined): Value[] {
    return value === undefined ? [] : ([value].flat() as Value[]);
}
