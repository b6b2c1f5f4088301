import type { IncomingMessage } from "node:http";
import { posix } from "node:path";
import { z } from "zod";
import { read, type Graph } from "./registered.ts";

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
    // What managed rules read of a body, and what is measured.
    ...{ associationConfig: z.unknown(), visibilityConfig: z.unknown() },
});

/** These look at more than one request, or are AWS's own: what a browser brings here trips none of them. */
const notRendered = ["rateBasedStatement", "managedRuleGroupStatement"];

export interface Stop {
    status: number;
    headers: Record<string, string>;
}
type Test = (request: IncomingMessage) => boolean;

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
    return (request) => {
        const found = tests.find(({ test, action }) => "block" in action && test(request));
        if (!found || !("block" in found.action)) return undefined;
        const { responseCode: status, responseHeaders = [] } = found.action.block.customResponse;
        return {
            status,
            headers: Object.fromEntries(responseHeaders.map(({ name, value }) => [name, value])),
        };
    };
}

function testOf(statement: Record<string, unknown>): Test {
    const [[kind, of] = ["", undefined], ...others] = Object.entries(statement);
    const make = kinds[kind];
    if (!make || others.length > 0)
        throw new Error(`The local edge can't render the WAF statement ${Object.keys(statement).join(", ")}`);
    return make(of);
}

const inner = z.record(z.string(), z.unknown());
const several = z.strictObject({ statements: z.array(inner).min(2) });
const steps = z.array(z.strictObject({ priority: z.number(), type: z.string() }));
const field = z.union([
    z.strictObject({ singleHeader: z.strictObject({ name: z.string() }) }),
    z.strictObject({ uriPath: z.strictObject({}) }),
    z.strictObject({ method: z.strictObject({}) }),
]);
const looked = { fieldToMatch: field, textTransformations: steps };
const shapes = {
    not: z.strictObject({ statement: inner }),
    regex: z.strictObject({ regexString: z.string(), ...looked }),
    size: z.strictObject({ comparisonOperator: z.literal("GE"), size: z.number(), ...looked }),
    bytes: z.strictObject({
        ...{ searchString: z.string(), positionalConstraint: z.enum(["EXACTLY", "STARTS_WITH"]) },
        ...looked,
    }),
};

/** AWS WAF Developer Guide, "Rule statements list": what looks at a part that is not there finds nothing. */
const kinds: Record<string, (of: unknown) => Test> = {
    andStatement: (of) => {
        const tests = read("andStatement", several, of).statements.map(testOf);
        return (request) => tests.every((test) => test(request));
    },
    orStatement: (of) => {
        const tests = read("orStatement", several, of).statements.map(testOf);
        return (request) => tests.some((test) => test(request));
    },
    notStatement: (of) => {
        const test = testOf(read("notStatement", shapes.not, of).statement);
        return (request) => !test(request);
    },
    regexMatchStatement: (of) => {
        const { regexString, ...where } = read("regexMatchStatement", shapes.regex, of);
        const pattern = new RegExp(regexString);
        return looking(where, (text) => pattern.test(text));
    },
    sizeConstraintStatement: (of) => {
        const { size, ...where } = read("sizeConstraintStatement", shapes.size, of);
        return looking(where, (text) => Buffer.byteLength(text) >= size);
    },
    byteMatchStatement: (of) => {
        const { searchString, positionalConstraint, ...where } = read("byteMatchStatement", shapes.bytes, of);
        return looking(where, (text) =>
            positionalConstraint === "EXACTLY" ? text === searchString : text.startsWith(searchString),
        );
    },
};

type Where = { fieldToMatch: z.infer<typeof field>; textTransformations: z.infer<typeof steps> };

function looking({ fieldToMatch, textTransformations }: Where, says: (text: string) => boolean): Test {
    const changes = textTransformations
        .sort((one, other) => one.priority - other.priority)
        .map(({ type }) => {
            const change = transformations[type];
            if (!change) throw new Error(`The local edge can't render the WAF transformation ${type}`);
            return change;
        });
    return (request) => {
        const text = textIn(request, fieldToMatch);
        return text !== undefined && says(changes.reduce((one, change) => change(one), text));
    };
}

function textIn(request: IncomingMessage, where: Where["fieldToMatch"]): string | undefined {
    if ("method" in where) return request.method!;
    if ("uriPath" in where) return request.url!.split("?")[0]!;
    return request.headers[where.singleHeader.name.toLowerCase()]?.toString();
}

const transformations: Record<string, (text: string) => string> = {
    NONE: (text) => text,
    LOWERCASE: (text) => text.toLowerCase(),
    URL_DECODE: (text) =>
        text.replace(/%([0-9a-f]{2})/gi, (_all, code: string) => String.fromCharCode(parseInt(code, 16))),
    NORMALIZE_PATH: (text) => posix.normalize(text),
};
