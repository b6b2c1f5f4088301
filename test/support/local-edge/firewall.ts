import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { testOf } from "../waf-statements.ts";
import type { Graph } from "./registered.ts";

const count = z.strictObject({ count: z.strictObject({}) });
const blocked = z.strictObject({
    block: z.strictObject({
        customResponse: z.strictObject({
            responseCode: z.number(),
            responseHeaders: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
        }),
    }),
});
const acl = z.strictObject({
    ...{ name: z.string(), region: z.literal("us-east-1"), scope: z.literal("CLOUDFRONT") },
    defaultAction: z.strictObject({ allow: z.strictObject({}) }),
    rules: z.array(
        z.strictObject({
            ...{ name: z.string(), priority: z.number() },
            statement: z.record(z.string(), z.unknown()),
            action: z.union([blocked, count]).optional(),
            overrideAction: z.unknown().optional(),
            visibilityConfig: z.unknown(),
        }),
    ),
    // What managed rules read of a body, what is measured, and what of a request is shown to nobody.
    ...{ associationConfig: z.unknown(), visibilityConfig: z.unknown(), dataProtectionConfig: z.unknown() },
});

/** These look at more than one request, or are AWS's own: what a browser brings here trips none of them. */
const notRendered = ["rateBasedStatement", "managedRuleGroupStatement"];

export interface Stop {
    status: number;
    headers: Record<string, string>;
}

/** The rules of the web ACL about one request, its size above all: the first that blocks it says what it is answered. */
export function firewallOf(graph: Graph, arn: string): (request: IncomingMessage) => Stop | undefined {
    const { rules } = graph.one("aws:wafv2/webAcl:WebAcl", acl, arn);
    const tests = rules
        .filter(({ statement }) => !notRendered.some((kind) => kind in statement))
        .sort((one, other) => one.priority - other.priority)
        .map(({ name, statement, action }) => {
            if (!action) throw new Error(`The local edge can't render the rule ${name}: it has no action`);
            return { test: testOf(statement), action };
        });
    return ({ method, url, headers }) => {
        const asked = { method: method!, path: url!.split("?")[0]!, headers };
        const found = tests.find(({ test, action }) => "block" in action && test(asked));
        if (!found || !("block" in found.action)) return undefined;
        const { responseCode: status, responseHeaders = [] } = found.action.block.customResponse;
        return {
            status,
            headers: Object.fromEntries(responseHeaders.map(({ name, value }) => [name, value])),
        };
    };
}
