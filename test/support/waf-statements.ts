import { BlockList, isIPv6 } from "node:net";
import { posix } from "node:path";
import { z } from "zod";
import { read } from "./local-edge/registered.ts";

/** What a statement can look at. */
interface Asked {
    method: string;
    /** Without the query. */
    path: string;
    /** By name in small letters. */
    headers: Record<string, string | string[] | undefined>;
    /** Of whoever is connected: the client, or a proxy. */
    ip?: string;
}
type Test = (asked: Asked) => boolean;
/** Blocks of addresses, by the ARN of their set. */
export type AddressSets = Record<string, string[]>;

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
    addresses: z.strictObject({ arn: z.string() }),
    not: z.strictObject({ statement: inner }),
    regex: z.strictObject({ regexString: z.string(), ...looked }),
    size: z.strictObject({ comparisonOperator: z.literal("GE"), size: z.number(), ...looked }),
    bytes: z.strictObject({
        ...{ searchString: z.string(), positionalConstraint: z.enum(["EXACTLY", "STARTS_WITH"]) },
        ...looked,
    }),
};

/**
 * What a statement of AWS WAF says of a request (Developer Guide, "Rule statements list"): what looks at a part that is
 * not there finds nothing. Whatever else it meets, it refuses.
 */
export function testOf(statement: object, sets: AddressSets = {}): Test {
    const [[kind, of] = ["", undefined], ...others] = Object.entries<unknown>({ ...statement });
    if (others.length > 0) throw new Error(`A statement is one of ${Object.keys(statement).join(" or ")}.`);
    const make = kinds[kind];
    if (!make) throw new Error(`The tests' firewall does not know ${kind}.`);
    return make(of, sets);
}

const kinds: Record<string, (of: unknown, sets: AddressSets) => Test> = {
    andStatement: (of, sets) => {
        const tests = read("andStatement", several, of).statements.map((one) => testOf(one, sets));
        return (asked) => tests.every((test) => test(asked));
    },
    orStatement: (of, sets) => {
        const tests = read("orStatement", several, of).statements.map((one) => testOf(one, sets));
        return (asked) => tests.some((test) => test(asked));
    },
    notStatement: (of, sets) => {
        const test = testOf(read("notStatement", shapes.not, of).statement, sets);
        return (asked) => !test(asked);
    },
    ipSetReferenceStatement: (of, sets) => {
        const { arn } = read("ipSetReferenceStatement", shapes.addresses, of);
        if (!Object.hasOwn(sets, arn)) throw new Error(`The tests' firewall does not know the set ${arn}.`);
        const blocks = new BlockList();
        for (const block of sets[arn]!) {
            const [address = "", bits] = block.split("/");
            blocks.addSubnet(address, Number(bits), familyOf(address));
        }
        return ({ ip = "" }) => blocks.check(ip, familyOf(ip));
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

const familyOf = (address: string) => (isIPv6(address) ? "ipv6" : "ipv4");

type Where = { fieldToMatch: z.infer<typeof field>; textTransformations: z.infer<typeof steps> };

function looking({ fieldToMatch, textTransformations }: Where, says: (text: string) => boolean): Test {
    const changed = changing(textTransformations);
    return (asked) => {
        const text = textIn(asked, fieldToMatch);
        return text !== undefined && says(changed(text));
    };
}

/** What a text is after transformations, which come in the order of their priorities. */
export function changing(textTransformations: unknown): (text: string) => string {
    const all = read("textTransformations", steps.min(1), textTransformations);
    const changes = [...all]
        .sort((one, other) => one.priority - other.priority)
        .map(({ type }) => {
            const change = transformations[type];
            if (!change) throw new Error(`The tests' firewall does not know ${type}.`);
            return change;
        });
    return (text) => changes.reduce((one, change) => change(one), text);
}

function textIn({ method, path, headers }: Asked, where: Where["fieldToMatch"]): string | undefined {
    if ("method" in where) return method;
    if ("uriPath" in where) return path;
    return headers[where.singleHeader.name.toLowerCase()]?.toString();
}

const transformations: Record<string, (text: string) => string> = {
    NONE: (text) => text,
    LOWERCASE: (text) => text.toLowerCase(),
    URL_DECODE: (text) =>
        text.replace(/%([0-9a-f]{2})/gi, (_all, code: string) => String.fromCharCode(parseInt(code, 16))),
    NORMALIZE_PATH: (text) => posix.normalize(text),
};
