import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

export type Statement = aws.types.input.wafv2.WebAclRuleStatement;

/** What the firewall does with the requests of a rule that is ours. */
export interface Limit {
    name: string;
    statement: Statement;
    /** What a client that meets it is answered. */
    status: 403 | 411 | 413 | 429;
}

const asIs = [{ priority: 0, type: "NONE" }];
/** As the application will read it: an attacker may spell /login as /LOGIN, /%6cogin or /a/../login. */
const asRead = ["URL_DECODE", "NORMALIZE_PATH", "LOWERCASE"].map((type, priority) => ({ priority, type }));

/**
 * Requests to a path; one that ends in * stands for all that start so. To most applications it is the same path with a slash
 * at its end, and to some with parameters behind a semicolon.
 */
export function toPath(path: string): Statement {
    const looked = { fieldToMatch: { uriPath: {} }, textTransformations: asRead };
    const start = startOf(path);
    if (path.endsWith("*"))
        return {
            byteMatchStatement: { searchString: start, positionalConstraint: "STARTS_WITH", ...looked },
        };
    // Of what a path of the settings may have in it, a pattern reads the dot alone as something else.
    const regexString = `^${start.replaceAll(".", "\\.")}/?(;.*)?$`;
    return { regexMatchStatement: { regexString, ...looked } };
}

/** The same, but for those to a finer path among these: of two limits the one that is nearer to the path is meant. */
export function toNoFiner(path: string, others: string[]): Statement {
    const finer = others.filter((other) => other !== path && isWithin(other, path));
    return all([toPath(path), ...finer.map((other) => not(toPath(other)))]);
}

const startOf = (path: string) => path.replace(/\*$|\/+$/, "").toLowerCase();

function isWithin(path: string, wide: string): boolean {
    if (!wide.endsWith("*")) return false;
    const [start, from] = [startOf(path), startOf(wide)];
    // With the slash that a path may end in, too: /api/* has /api/ in it.
    return start.startsWith(from) || (!path.endsWith("*") && `${start}/` === from);
}

/** Requests with this header, of exactly this value. */
export function withHeader(name: string, searchString: pulumi.Input<string>): Statement {
    return {
        byteMatchStatement: {
            searchString,
            positionalConstraint: "EXACTLY",
            fieldToMatch: { singleHeader: { name } },
            textTransformations: asIs,
        },
    };
}

/** Requests that may bring something. */
const bringing: Statement = {
    orStatement: {
        statements: ["POST", "PUT", "PATCH"].map((searchString) => ({
            byteMatchStatement: {
                ...{ searchString, positionalConstraint: "EXACTLY" },
                fieldToMatch: { method: {} },
                textTransformations: asIs,
            },
        })),
    },
};

const contentLength = {
    fieldToMatch: { singleHeader: { name: "content-length" } },
    textTransformations: asIs,
};

/** Requests that say that they bring more than this. */
export function largerThan(bytes: number): Statement {
    return { regexMatchStatement: { regexString: numbersAbove(bytes), ...contentLength } };
}

/** Requests that bring something and don't say how much: WAF finds no size in a header that is not there. */
export const ofUnsaidSize: Statement = {
    andStatement: {
        statements: [
            bringing,
            not({ sizeConstraintStatement: { comparisonOperator: "GE", size: 1, ...contentLength } }),
        ],
    },
};

export function not(statement: Statement): Statement {
    return { notStatement: { statement } };
}

/** WAF takes two or more. */
export function all([first, ...others]: [Statement, ...Statement[]]): Statement {
    return others.length === 0 ? first : { andStatement: { statements: [first, ...others] } };
}

/** WAF takes two or more. */
export function any(statements: Statement[]): Statement {
    return { orStatement: { statements } };
}

/** WAF compares the length of a header's text, and not the number that it is: a pattern of the numbers above this one. */
function numbersAbove(limit: number): string {
    const digits = String(limit);
    const rest = (count: number) => (count === 0 ? "" : `\\d{${count}}`);
    const sameLength = [...digits].flatMap((digit, at) => {
        if (digit === "9") return [];
        const next = Number(digit) + 1;
        return `${digits.slice(0, at)}${next === 9 ? "9" : `[${next}-9]`}${rest(digits.length - at - 1)}`;
    });
    return `^0*(${[`[1-9]\\d{${digits.length},}`, ...sameLength].join("|")})$`;
}
