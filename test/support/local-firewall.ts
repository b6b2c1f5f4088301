import type { WebAclArgs } from "@pulumi/aws/wafv2/index.js";
import type { Unwrap } from "@pulumi/pulumi";
import { isIP } from "node:net";
import { changing, testOf, type AddressSets } from "./waf-statements.ts";

type Acl = Unwrap<WebAclArgs>;
type Rule = NonNullable<Acl["rules"]>[number];
type Rate = NonNullable<NonNullable<Rule["statement"]>["rateBasedStatement"]>;

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

/**
 * The web ACL's own rules over many requests, those about rates too; AWS's managed groups are nobody's to evaluate but
 * AWS's, and find nothing here. Whatever else it meets, it refuses.
 */
export class LocalFirewall {
    private readonly rules: Rule[];
    private readonly sets: AddressSets;
    /** When each rule counted a request, by whom. */
    private readonly counted = new Map<Rule, Map<string, number[]>>();

    constructor({ rules = [], defaultAction }: Acl, sets: AddressSets = {}) {
        if (JSON.stringify(defaultAction) !== '{"allow":{}}')
            throw new Error("It has to allow what no rule stops.");
        this.sets = sets;
        this.rules = [...rules].sort((one, other) => Number(one.priority) - Number(other.priority));
    }

    /** The status that a request is answered, or "allowed"; and the rules that counted it. */
    ask(sent: Sent): { answer: number | "allowed"; found: string[] } {
        const asked = { method: "GET", path: "/", headers: {}, ip: "192.0.2.1", at: 0, ...sent };
        const found: string[] = [];
        for (const rule of this.rules) {
            only(rule, "name", "priority", "statement", "action", "overrideAction", "visibilityConfig");
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
            : testOf(rule.statement!, this.sets)(asked);
    }

    private isTooOften(rule: Rule, rate: Rate, asked: Asked): boolean {
        only(rate, "limit", "evaluationWindowSec", "scopeDownStatement", ...by);
        if (rate.scopeDownStatement && !testOf(rate.scopeDownStatement, this.sets)(asked)) return false;
        const who = whoseIs(rate, asked);
        if (who === undefined) return false;
        if (who === "no address") return rate.forwardedIpConfig?.fallbackBehavior === "MATCH";
        const all = this.counted.get(rule) ?? new Map<string, number[]>();
        this.counted.set(rule, all);
        const recent = [...(all.get(who) ?? []), asked.at].filter(
            (at) => at > asked.at - Number(rate.evaluationWindowSec),
        );
        all.set(who, recent);
        return recent.length > Number(rate.limit);
    }
}

const by = ["aggregateKeyType", "customKeys", "forwardedIpConfig"];

/**
 * A request without the key is nobody's, and not counted; one without the header of a proxy neither (Developer Guide,
 * "Using forwarded IP addresses in AWS WAF").
 */
function whoseIs(rate: Rate, { ip, headers }: Asked): string | undefined {
    const { aggregateKeyType, customKeys = [], forwardedIpConfig } = rate;
    if (aggregateKeyType === "IP") return ip;
    if (aggregateKeyType === "FORWARDED_IP") {
        const said = headers[forwardedIpConfig!.headerName.toLowerCase()];
        return said === undefined || isIP(said) > 0 ? said : "no address";
    }
    if (aggregateKeyType !== "CUSTOM_KEYS" || customKeys.length !== 1)
        throw new Error(`The evaluator does not know ${aggregateKeyType} by ${customKeys.length} keys.`);
    const [{ header, cookie, ...others }] = customKeys as [NonNullable<Rate["customKeys"]>[number]];
    only(others);
    const { name, textTransformations, ...strange } = (header ?? cookie)!;
    only(strange);
    const said = header ? headers[name] : cookieIn(headers.cookie ?? "", name);
    return said === undefined ? undefined : changing(textTransformations)(said);
}

function cookieIn(header: string, name: string): string | undefined {
    const found = header.split(/; */).find((one) => one.startsWith(`${name}=`));
    return found?.slice(name.length + 1);
}
