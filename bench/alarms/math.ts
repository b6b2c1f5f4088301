/** A number for each time, or for all times; nothing where there is no data. */
export type Value = number | undefined;

/** What an expression comes to at a time, and whether it is one number for all times. */
export interface Result {
    at(minute: number): Value;
    isScalar: boolean;
}

export interface Named {
    /** A metric, or another expression, by its id. */
    get(id: string): Result;
    /** Minutes from one data point to the next. */
    period: number;
    /** Data points that an alarm looks for. */
    range: number;
    /** Whether FILL makes something of a series that has no point among those: no source says. */
    fillsNothing: boolean;
}

type Node =
    | { number: number }
    | { id: string }
    | { list: Node[] }
    | { operator: string; left: Node; right: Node }
    | { name: string; of: Node[] };

const TOKEN = /\s*(\d+(?:\.\d+)?|[A-Za-z_]\w*|>=|<=|==|!=|[-+*/<>()[\],])/y;
const LEVELS = [
    ["==", "!=", "<", ">", "<=", ">="],
    ["+", "-"],
    ["*", "/"],
];

/** Reads what our alarms say of metric math, and throws at anything else. */
function read(expression: string): Node {
    const tokens: string[] = [];
    for (TOKEN.lastIndex = 0; TOKEN.lastIndex < expression.trimEnd().length;) {
        const from = TOKEN.lastIndex;
        const token = TOKEN.exec(expression)?.[1];
        if (token === undefined)
            throw new Error(`"${expression.slice(from)}" is nothing that this reader knows.`);
        tokens.push(token);
    }
    const take = (wanted?: string) => {
        const token = tokens.shift();
        if (token === undefined || (wanted !== undefined && token !== wanted))
            throw new Error(`"${expression}" has ${token ?? "an end"} where ${wanted ?? "more"} should be.`);
        return token;
    };
    const listed = (end: string): Node[] => {
        const all = [binary(0)];
        for (; tokens[0] === ",";) {
            take(",");
            all.push(binary(0));
        }
        take(end);
        return all;
    };
    const single = (): Node => {
        const token = take();
        if (token === "-") return { operator: "-", left: { number: 0 }, right: single() };
        if (token === "[") return { list: listed("]") };
        if (/^\d/.test(token)) return { number: Number(token) };
        if (token === "(") return listed(")")[0]!;
        if (tokens[0] !== "(") return { id: token };
        take("(");
        return { name: token, of: listed(")") };
    };
    const binary = (level: number): Node => {
        const operators = LEVELS[level];
        if (!operators) return single();
        let left = binary(level + 1);
        while (tokens[0] !== undefined && operators.includes(tokens[0]))
            left = { operator: take(), left, right: binary(level + 1) };
        return left;
    };
    const whole = binary(0);
    if (tokens.length > 0)
        throw new Error(`"${expression}" goes on after its end, with ${tokens.join(" ")}.`);
    return whole;
}

const OPERATORS: Record<string, (left: number, right: number) => Value> = {
    "+": (left, right) => left + right,
    "-": (left, right) => left - right,
    "*": (left, right) => left * right,
    // A data point that would divide by zero is dropped.
    "/": (left, right) => (right === 0 ? undefined : left / right),
    "==": (left, right) => Number(left === right),
    "!=": (left, right) => Number(left !== right),
    "<": (left, right) => Number(left < right),
    ">": (left, right) => Number(left > right),
    "<=": (left, right) => Number(left <= right),
    ">=": (left, right) => Number(left >= right),
};

/** Over the members of a list, time by time: those without data count for nothing. */
const OVER_LISTS: Record<string, (values: number[]) => number> = {
    SUM: (values) => values.reduce((sum, one) => sum + one, 0),
    MAX: (values) => Math.max(...values),
};

/**
 * What an expression comes to, as CloudWatch documents it (User Guide, "Using metric math", read on 2026-11-22 in a stored
 * copy): beside a value, a missing one is 0; IF drops a point without a condition, and takes 0 for a missing value.
 */
export function compiled(expression: string, named: Named): Result {
    return resultOf(read(expression), named);
}

function resultOf(node: Node, named: Named): Result {
    if ("number" in node) return { at: () => node.number, isScalar: true };
    if ("id" in node) return named.get(node.id);
    if ("list" in node) throw new Error("A list stands where one series should be.");
    if ("operator" in node) {
        const [left, right] = [resultOf(node.left, named), resultOf(node.right, named)];
        const combine = OPERATORS[node.operator]!;
        const isScalar = left.isScalar && right.isScalar;
        const at = (minute: number) => {
            const [one, other] = [left.at(minute), right.at(minute)];
            const hasPoint = [left, right].some(
                (side, index) => !side.isScalar && [one, other][index] !== undefined,
            );
            return hasPoint || isScalar ? combine(one ?? 0, other ?? 0) : undefined;
        };
        return { at, isScalar };
    }
    return called(node.name, node.of, named);
}

function called(name: string, of: Node[], named: Named): Result {
    const [first, ...rest] = of;
    if (Object.hasOwn(OVER_LISTS, name) && first && "list" in first && rest.length === 0) {
        const members = first.list.map((one) => resultOf(one, named));
        const at = (minute: number) => {
            const values = members.map((one) => one.at(minute)).filter((value) => value !== undefined);
            return values.length === 0 ? undefined : OVER_LISTS[name]!(values);
        };
        return { at, isScalar: false };
    }
    if (name === "IF" && of.length === 3) {
        const [condition, good, bad] = of.map((one) => resultOf(one, named)) as [Result, Result, Result];
        const at = (minute: number) => {
            const holds = condition.at(minute);
            if (holds === undefined) return undefined;
            return holds === 0 ? bad.at(minute) : (good.at(minute) ?? 0);
        };
        return { at, isScalar: false };
    }
    if (name === "RATE" && of.length === 1) {
        const series = resultOf(first!, named);
        const at = (minute: number) => {
            const [now, before] = [series.at(minute), series.at(minute - named.period)];
            if (now === undefined || before === undefined) return undefined;
            return (now - before) / (named.period * 60);
        };
        return { at, isScalar: false };
    }
    if (name === "FILL" && of.length === 2 && rest[0] && "number" in rest[0]) {
        const [series, filler] = [resultOf(first!, named), resultOf(rest[0], named)];
        const hasPoint = (minute: number) =>
            Array.from({ length: named.range }, (_, back) => minute - back * named.period).some(
                (one) => series.at(one) !== undefined,
            );
        const at = (minute: number) =>
            series.at(minute) ?? (named.fillsNothing || hasPoint(minute) ? filler.at(minute) : undefined);
        return { at, isScalar: false };
    }
    throw new Error(`${name} of ${of.length} is nothing that this evaluator knows.`);
}
