import type { WebAclArgs } from "@pulumi/aws/wafv2/index.js";
import type { Unwrap } from "@pulumi/pulumi";

type Acl = Unwrap<WebAclArgs>;
type Rule = NonNullable<Acl["rules"]>[number];
type Statement = NonNullable<Rule["statement"]>;
type Rate = NonNullable<Statement["rateBasedStatement"]>;

export interface Sent {
    method?: string;
    path?: string;
    /** By name in small letters. */
    headers?: Record<string, string>;
    ip?: string;
    /** Seconds, from anywhere. */
    at?: number;
}

type Asked = Required<Sent>;

/** What it must not pass over in silence. */
function only(thing: object, ...known: string[]): void {
    const [stranger] = Object.keys(thing).filter((key) => !known.includes(key));
    if (stranger !== undefined) throw new Error(`The evaluator does not know ${stranger}.`);
}

const transformed: Record<string, (text: string) => string> = {
    NONE: (text) => text,
    LOWERCASE: (text) => text.toLowerCase(),
    URL_DECODE: (text) =>
        text.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16))),
    NORMALIZE_PATH: (text) => new URL(text.replaceAll(/\/{2,}/g, "/"), "http://a").pathname,
};

/**
 * The web ACL's own statements, as AWS WAF's Developer Guide describes them under "Using rule statements"; AWS's managed
 * groups are nobody's to evaluate but AWS's, and find nothing here. Whatever else it meets, it refuses.
 */
export class LocalFirewall {
    private readonly rules: Rule[];
    /** When each rule counted a request, by whom. */
    private readonly counted = new Map<Rule, Map<string, number[]>>();

    constructor({ rules = [], defaultAction }: Acl) {
        if (JSON.stringify(defaultAction) !== '{"allow":{}}')
            throw new Error("It has to allow what no rule stops.");
        this.rules = [...rules].sort((one, other) => Number(one.priority) - Number(other.priority));
    }

    /** The status that a request is answered, or "allowed"; and the rules that counted it. */
    ask(sent: Sent): { answer: number | "allowed"; found: string[] } {
        const asked = { method: "GET", path: "/", headers: {}, ip: "192.0.2.1", at: 0, ...sent };
        const found: string[] = [];
        for (const rule of this.rules) {
            if (!this.finds(rule, asked)) continue;
            found.push(String(rule.name));
            if (rule.action?.block) return { answer: rule.action.block.customResponse!.responseCode, found };
            only(rule.action!, "count");
        }
        return { answer: "allowed", found };
    }

    private finds(rule: Rule, asked: Asked): boolean {
        const { managedRuleGroupStatement, rateBasedStatement } = rule.statement!;
        if (managedRuleGroupStatement) return false;
        return rateBasedStatement
            ? this.isTooOften(rule, rateBasedStatement, asked)
            : matches(rule.statement!, asked);
    }

    private isTooOften(rule: Rule, rate: Rate, asked: Asked): boolean {
        only(rate, "limit", "evaluationWindowSec", "aggregateKeyType", "customKeys", "scopeDownStatement");
        const who = whoseIs(rate, asked);
        if (who === undefined) return false;
        if (rate.scopeDownStatement && !matches(rate.scopeDownStatement as Statement, asked)) return false;
        const all = this.counted.get(rule) ?? new Map<string, number[]>();
        this.counted.set(rule, all);
        const recent = [...(all.get(who) ?? []), asked.at].filter(
            (at) => at > asked.at - Number(rate.evaluationWindowSec),
        );
        all.set(who, recent);
        return recent.length > Number(rate.limit);
    }
}

/** A request without the key is nobody's, and not counted. */
function whoseIs({ aggregateKeyType, customKeys = [] }: Rate, { ip, headers }: Asked): string | undefined {
    if (aggregateKeyType === "IP") return ip;
    if (aggregateKeyType !== "CUSTOM_KEYS" || customKeys.length !== 1)
        throw new Error(`The evaluator does not know ${aggregateKeyType} by ${customKeys.length} keys.`);
    const [{ header, cookie, ...others }] = customKeys as [NonNullable<Rate["customKeys"]>[number]];
    only(others);
    if (header) return headers[header.name];
    return new RegExp(`(?:^|; *)${cookie!.name}=([^;]*)`).exec(headers.cookie ?? "")?.[1];
}

function matches(statement: Statement, asked: Asked): boolean {
    const [[kind, one], ...others] = Object.entries(statement) as [[keyof Statement, never]];
    if (others.length > 0) throw new Error(`A statement is one of ${Object.keys(statement).join(" or ")}.`);
    const evaluate = evaluators[kind];
    if (!evaluate) throw new Error(`The evaluator does not know ${kind}.`);
    return evaluate(one, asked);
}

const evaluators: {
    [Kind in keyof Statement]?: (one: NonNullable<Statement[Kind]>, asked: Asked) => boolean;
} = {
    andStatement: ({ statements = [] }, asked) => statements.every((one) => matches(one as Statement, asked)),
    orStatement: ({ statements = [] }, asked) => statements.some((one) => matches(one as Statement, asked)),
    notStatement: ({ statement }, asked) => !matches(statement as Statement, asked),
    byteMatchStatement: (one, asked) => {
        const { searchString, positionalConstraint } = one;
        const seen = seenBy(one, asked);
        if (positionalConstraint === "EXACTLY") return seen === searchString;
        if (positionalConstraint === "STARTS_WITH") return seen?.startsWith(searchString) ?? false;
        throw new Error(`The evaluator does not know ${positionalConstraint}.`);
    },
    regexMatchStatement: (one, asked) => new RegExp(one.regexString).test(seenBy(one, asked) ?? ""),
    sizeConstraintStatement: (one, asked) => {
        if (one.comparisonOperator !== "GE")
            throw new Error(`The evaluator does not know ${one.comparisonOperator}.`);
        const seen = seenBy(one, asked);
        return seen !== undefined && Buffer.byteLength(seen) >= one.size;
    },
};

type Seen = Pick<NonNullable<Statement["byteMatchStatement"]>, "fieldToMatch" | "textTransformations">;

/** Undefined where the request does not have it: then no statement matches. */
function seenBy({ fieldToMatch = {}, textTransformations = [] }: Seen, asked: Asked): string | undefined {
    only(fieldToMatch, "uriPath", "singleHeader", "method");
    const { singleHeader, method } = fieldToMatch;
    const text = singleHeader
        ? asked.headers[singleHeader.name.toLowerCase()]
        : method
          ? asked.method
          : asked.path;
    const inOrder = [...textTransformations].sort((one, other) => one.priority - other.priority);
    return inOrder.reduce<string | undefined>((seen, { type }) => {
        if (!transformed[type]) throw new Error(`The evaluator does not know ${type}.`);
        return seen && transformed[type](seen);
    }, text);
}
