import type { Properties, Value } from "../values.ts";
import { inputsWith, jsonOf, numberOf, valuesAt, type Limit } from "./row.ts";

/** The token of a class of @pulumi/aws: `aws("lb", "TargetGroup")`. */
export function aws(module: string, name: string): string {
    return `aws:${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
}

function idOf(type: string, property: string, kind: string): string {
    const [, module = "every", name = "resource"] = /^([^/:]+(?::[^/:]+)?)[/:].*:(.+)$/.exec(type) ?? [];
    return `${module.replace(/^aws:/, "")}.${name} ${property} ${kind}`;
}

function shown(value: Value): string {
    const text = JSON.stringify(value);
    return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

interface Samples {
    /** Other inputs that the samples need, so that only this row judges them. */
    base?: Properties;
}

/** A row with a check of its own: `judge` gets each known value at the property, and the inputs around it. */
export function rule(
    type: string,
    property: string,
    kind: string,
    source: string,
    judge: (value: Value, inputs: Properties) => string | undefined,
    accepts: Properties[],
    refuses: Properties[],
): Limit {
    const check: Limit["check"] = ({ inputs }) => {
        for (const { path, value } of valuesAt(inputs, property)) {
            const fault = judge(value, inputs);
            if (fault !== undefined) return path === property ? fault : `${path}: ${fault}`;
        }
        return undefined;
    };
    return { id: idOf(type, property, kind), type, property, source, check, accepts, refuses };
}

interface LengthSamples extends Samples {
    /** A value of n characters that the property's other rows accept. @default n times "a" */
    sample?: (length: number) => string;
}

/** Between `min` and `max` characters. */
export function length(
    type: string,
    property: string,
    min: number,
    max: number,
    source: string,
    { base, sample = (n) => "a".repeat(n) }: LengthSamples = {},
): Limit {
    const judge = (value: Value): string | undefined => {
        if (typeof value !== "string") return undefined;
        const size = [...value].length;
        return size < min || size > max ? `has ${size} characters; use ${min} to ${max}` : undefined;
    };
    const at = (n: number): Properties => inputsWith(property, sample(n), base);
    const refuses = min > 0 ? [at(min - 1), at(max + 1)] : [at(max + 1)];
    return rule(type, property, "length", source, judge, [at(min), at(max)], refuses);
}

/** Text that matches `pattern`; `says` names what is allowed. An empty text is left to `length`. */
export function alphabet(
    type: string,
    property: string,
    pattern: RegExp,
    says: string,
    source: string,
    { base, good, bad }: Samples & { good: string[]; bad: string[] },
): Limit {
    const judge = (value: Value): string | undefined =>
        typeof value === "string" && value !== "" && !pattern.test(value)
            ? `is ${shown(value)}; use ${says}`
            : undefined;
    const at = (value: string): Properties => inputsWith(property, value, base);
    return rule(type, property, "alphabet", source, judge, good.map(at), bad.map(at));
}

interface RangeSamples extends Samples {
    /** The step between allowed numbers. @default 1 */
    step?: number;
    /** A value outside the range that is allowed as well, such as 0 for "off". */
    also?: number;
    /** The property holds the number as text. */
    text?: boolean;
}

/** A number from `min` to `max`. */
export function range(
    type: string,
    property: string,
    min: number,
    max: number,
    source: string,
    { base, step = 1, also, text = false }: RangeSamples = {},
): Limit {
    const allowed = `${also === undefined ? "" : `${also}, or `}${min} to ${max}${step === 1 ? "" : ` in steps of ${step}`}`;
    const judge = (value: Value): string | undefined => {
        const number = numberOf(value);
        if (number === undefined)
            return typeof value === "string" ? `is ${shown(value)}; use ${allowed}` : undefined;
        const steps = (number - min) / step;
        const onStep = Math.abs(steps - Math.round(steps)) < 1e-6;
        const inside = number === also || (number >= min && number <= max && onStep);
        return inside ? undefined : `is ${number}; use ${allowed}`;
    };
    const at = (value: number): Properties => inputsWith(property, text ? String(value) : value, base);
    const refused = [min - step, max + step, min + step / 2].filter((value) => value !== also);
    const accepted = also === undefined ? [min, max] : [min, max, also];
    return rule(type, property, "range", source, judge, accepted.map(at), refused.map(at));
}

/** One of a few values. */
export function oneOf(
    type: string,
    property: string,
    values: (string | number)[],
    source: string,
    { base, also }: Samples & { also?: string | number } = {},
): Limit {
    const judge = (value: Value): string | undefined => {
        if ((typeof value !== "string" && typeof value !== "number") || value === also) return undefined;
        const allowed = values.some((item) => String(item) === String(value));
        return allowed ? undefined : `is ${shown(value)}; use ${values.join(", ")}`;
    };
    const numbers = values.filter((value) => typeof value === "number");
    const wrong = numbers.length > 0 ? Math.max(...numbers) + 1 : "no-such-value";
    const at = (value: string | number): Properties => inputsWith(property, value, base);
    return rule(type, property, "values", source, judge, values.map(at), [at(wrong)]);
}

/** A list of between `min` and `max` items; the samples repeat `item`. */
export function count(
    type: string,
    property: string,
    min: number,
    max: number,
    source: string,
    { base, item = (n) => `item-${n}` }: Samples & { item?: (index: number) => Value } = {},
): Limit {
    const judge = (value: Value): string | undefined => {
        const size = Array.isArray(value) ? value.length : undefined;
        return size !== undefined && (size < min || size > max)
            ? `has ${size} items; use ${min} to ${max}`
            : undefined;
    };
    const at = (n: number): Properties =>
        inputsWith(
            property,
            Array.from({ length: n }, (_, i) => item(i)),
            base,
        );
    const refuses = min > 0 ? [at(min - 1), at(max + 1)] : [at(max + 1)];
    return rule(type, property, "count", source, judge, [at(min), at(max)], refuses);
}

/** Text that is a JSON document; the samples are two documents and two that are cut off. */
export function json(type: string, property: string, source: string, { base }: Samples = {}): Limit {
    const judge = (value: Value): string | undefined => {
        const document = jsonOf(value);
        return document.known && "error" in document
            ? "is no JSON; pass it through JSON.stringify"
            : undefined;
    };
    const at = (value: string): Properties => inputsWith(property, value, base);
    return rule(
        type,
        property,
        "json",
        source,
        judge,
        ['{"a":[]}', "{}"].map(at),
        ['{"a":[', "a: 1"].map(at),
    );
}
