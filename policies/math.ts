/** A number, or nothing where there is no data. */
export type Value = number | undefined;

/** Thrown at what nobody here can read: whoever asks takes an alarm on it for a quiet one. */
export class Unreadable extends Error {}

type Part = Value | Value[];

const TOKEN = /\s*(\d+(?:\.\d+)?|[A-Za-z_]\w*|>=|<=|==|!=|&&|\|\||[-+*/<>()[\],])/y;
const LEVELS = [
    ["||", "OR"],
    ["&&", "AND"],
    ["==", "!=", "<", ">", "<=", ">="],
    ["+", "-"],
    ["*", "/"],
];
const OPERATORS: Record<string, (left: number, right: number) => Value> = {
    "||": (left, right) => Number(left !== 0 || right !== 0),
    "&&": (left, right) => Number(left !== 0 && right !== 0),
    "==": (left, right) => Number(left === right),
    "!=": (left, right) => Number(left !== right),
    "<": (left, right) => Number(left < right),
    ">": (left, right) => Number(left > right),
    "<=": (left, right) => Number(left <= right),
    ">=": (left, right) => Number(left >= right),
    "+": (left, right) => left + right,
    "-": (left, right) => left - right,
    "*": (left, right) => left * right,
    // A data point that would divide by zero is dropped.
    "/": (left, right) => (right === 0 ? undefined : left / right),
};

/** Of members of a list, of which those without data count for nothing. */
const OVER_LISTS: Record<string, (values: number[]) => number> = {
    SUM: (values) => values.reduce((sum, one) => sum + one, 0),
    AVG: (values) => values.reduce((sum, one) => sum + one, 0) / values.length,
    MAX: (values) => Math.max(...values),
    MIN: (values) => Math.min(...values),
};

/** Of one row of numbers that stays as it is. */
const OF_ONE: Record<string, (value: Value) => Value> = {
    ABS: (value) => value && Math.abs(value),
    CEIL: (value) => value && Math.ceil(value),
    FLOOR: (value) => value && Math.floor(value),
    // It does not change.
    RATE: (value) => value && 0,
    DIFF: (value) => value && 0,
};

/**
 * What metric math comes to where every metric stays as it is: beside a value a missing one is 0, and IF without a condition
 * is nothing (Amazon CloudWatch User Guide, "Using metric math", read on 2026-11-22 in a stored copy).
 */
export function valueOf(
    expression: string,
    get: (id: string) => Value,
    // Whether FILL makes something of a row without any number: no source says.
    fillsNothing = true,
): Value {
    const tokens = tokensOf(expression);
    const unreadable = () => new Unreadable(`"${expression}" is nothing that policies/math.ts can read`);
    const take = (wanted?: string): string => {
        const token = tokens.shift();
        if (token === undefined || (wanted !== undefined && token !== wanted)) throw unreadable();
        return token;
    };
    const listed = (end: string): Part[] => {
        const all = [binary(0)];
        while (tokens[0] === ",") all.push((take(), binary(0)));
        take(end);
        return all;
    };
    const single = (): Part => {
        const token = take();
        if (token === "-") return combined("-", 0, single());
        if (token === "[") return listed("]").map(one);
        if (token === "(") return listed(")")[0];
        if (/^\d/.test(token)) return Number(token);
        if (tokens[0] !== "(") return /^(REPEAT|LINEAR)$/.test(token) ? undefined : get(token);
        take("(");
        return called(token, listed(")"));
    };
    const binary = (level: number): Part => {
        const operators = LEVELS[level];
        if (!operators) return single();
        let left = binary(level + 1);
        while (tokens[0] !== undefined && operators.includes(tokens[0]))
            left = combined(take(), left, binary(level + 1));
        return left;
    };
    const one = (part: Part): Value => {
        if (Array.isArray(part)) throw unreadable();
        return part;
    };
    const combined = (operator: string, left: Part, right: Part): Value => {
        const [a, b] = [one(left), one(right)];
        const combine = OPERATORS[{ OR: "||", AND: "&&" }[operator] ?? operator]!;
        return a === undefined && b === undefined ? undefined : combine(a ?? 0, b ?? 0);
    };
    const called = (name: string, of: Part[]): Value => {
        const [first, second, third] = of;
        if (Object.hasOwn(OVER_LISTS, name) && of.length === 1 && Array.isArray(first)) {
            const there = first.filter((value) => value !== undefined);
            return there.length === 0 ? undefined : OVER_LISTS[name]!(there);
        }
        if (Object.hasOwn(OF_ONE, name) && of.length === 1) return OF_ONE[name]!(one(first));
        if (name === "FILL" && of.length === 2) return one(first) ?? (fillsNothing ? one(second) : undefined);
        if (name !== "IF" || of.length !== 3) throw unreadable();
        const holds = one(first);
        if (holds === undefined) return undefined;
        return holds === 0 ? one(third) : (one(second) ?? 0);
    };
    const whole = one(binary(0));
    if (tokens.length > 0) throw unreadable();
    return whole;
}

function tokensOf(expression: string): string[] {
    const tokens: string[] = [];
    for (TOKEN.lastIndex = 0; TOKEN.lastIndex < expression.trimEnd().length;) {
        const token = TOKEN.exec(expression)?.[1];
        if (token === undefined)
            throw new Unreadable(`"${expression}" is nothing that policies/math.ts can read`);
        tokens.push(token);
    }
    return tokens;
}
