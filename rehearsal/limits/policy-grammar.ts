import { isObject, type Properties, type Value } from "../values.ts";
import { jsonOf } from "./row.ts";

/**
 * Where a policy document is used: all but an identity's name principals. KMS takes a statement without Action or
 * Resource, which then has no effect.
 */
export type PolicyKind = "identity" | "trust" | "resource" | "key";

const topKeys = new Set(["Version", "Id", "Statement"]);
const statementKeys = new Set(
    "Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition".split(" "),
);

function textList(value: Value | undefined): string[] | undefined {
    const list = Array.isArray(value) ? value : [value];
    return list.length > 0 && list.every((item) => typeof item === "string" && item !== "")
        ? (list as string[])
        : undefined;
}

function oneOfTwo(statement: Properties, one: string, other: string): string | undefined {
    const [first, second] = [one in statement, other in statement];
    if (first === second)
        return `${first ? "both" : "neither"} ${one} ${first ? "and" : "nor"} ${other}; use one of them`;
    const key = first ? one : other;
    return textList(statement[key]) === undefined
        ? `an empty or malformed ${key}; use text or a list of texts`
        : undefined;
}

function wrongStatement(statement: Value, kind: PolicyKind): string | undefined {
    if (!isObject(statement)) return "is no object";
    const unknown = Object.keys(statement).find((key) => !statementKeys.has(key));
    if (unknown !== undefined) return `has "${unknown}"; use ${[...statementKeys].join(", ")}`;
    if (statement.Effect !== "Allow" && statement.Effect !== "Deny")
        return "has no Effect; use Allow or Deny";
    const { Sid: sid } = statement;
    if (
        sid !== undefined &&
        (typeof sid !== "string" ||
            ((kind === "identity" || kind === "trust") && !/^[A-Za-z0-9]*$/.test(sid)))
    )
        return `has Sid ${JSON.stringify(sid)}; use letters and digits`;
    const actions = oneOfTwo(statement, "Action", "NotAction");
    if (actions !== undefined && kind !== "key") return `has ${actions}`;
    const key = "Action" in statement ? "Action" : "NotAction";
    const odd = textList(statement[key])?.find(
        (action) => action !== "*" && !/^([A-Za-z0-9-]+|\*):[\w*?]+$/.test(action),
    );
    if (odd !== undefined) return `has the action "${odd}"; use SERVICE:ACTION, such as s3:GetObject`;
    if ("Condition" in statement && !isObject(statement.Condition))
        return "has a Condition that is no object";
    const principals = "Principal" in statement || "NotPrincipal" in statement;
    if (kind === "identity" && principals) return "names a principal; leave it out of an identity's policy";
    if (kind !== "identity" && !principals) return "names no principal; say who it is about";
    const resources = "Resource" in statement || "NotResource" in statement;
    if (kind === "trust") return resources ? "names a resource; leave it out of a trust policy" : undefined;
    if (kind === "key") return undefined;
    const wrong = oneOfTwo(statement, "Resource", "NotResource");
    return wrong === undefined ? undefined : `has ${wrong}`;
}

/** What is wrong with a policy document, or undefined; a document with parts that are not known yet is not judged. */
export function wrongPolicy(value: Value | undefined, kind: PolicyKind): string | undefined {
    const document = jsonOf(value);
    if (!document.known) return undefined;
    if ("error" in document) return "is no JSON; pass it through JSON.stringify";
    const policy = document.value;
    if (!isObject(policy)) return "is no JSON object; use {Version, Statement}";
    const unknown = Object.keys(policy).find((key) => !topKeys.has(key));
    if (unknown !== undefined) return `has "${unknown}"; use Version, Id, Statement`;
    const { Version: version, Statement: body } = policy;
    if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17")
        return `has Version ${JSON.stringify(version)}; use "2012-10-17"`;
    const statements = Array.isArray(body) ? body : [body ?? null];
    if (statements.length === 0) return "has no statement";
    for (const [index, statement] of statements.entries()) {
        const wrong = wrongStatement(statement, kind);
        if (wrong !== undefined) return `statement ${index + 1} ${wrong}`;
    }
    const sids = statements.flatMap((item) =>
        isObject(item) && typeof item.Sid === "string" ? [item.Sid] : [],
    );
    const twice = sids.find((sid, index) => sid !== "" && sids.indexOf(sid) !== index);
    return twice === undefined ? undefined : `has the Sid "${twice}" twice; make each one unique`;
}

/** Characters as IAM counts them, white space left out; undefined where a part is not known yet. */
export function policySize(value: Value | undefined): number | undefined {
    const document = jsonOf(value);
    if (!document.known || "error" in document) return undefined;
    const text = typeof value === "string" ? value : JSON.stringify(document.value);
    return text.replace(/\s/g, "").length;
}

/** A correct document of about so many characters: what the rows are tested with. */
export function samplePolicy(kind: PolicyKind, size = 0): string {
    const who = kind === "identity" ? {} : { Principal: { Service: "ecs-tasks.amazonaws.com" } };
    const what = kind === "trust" ? { Action: "sts:AssumeRole" } : { Action: "s3:GetObject" };
    const where = kind === "trust" ? {} : { Resource: "*" };
    const build = (sid: string): string =>
        JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Sid: sid, Effect: "Allow", ...who, ...what, ...where }],
        });
    return build("a".repeat(Math.max(0, size - build("").length)));
}
