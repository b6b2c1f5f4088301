import type { Properties, Value } from "../values.ts";
import { alphabet, aws, count, length, range, rule } from "./kinds.ts";
import { policySize, samplePolicy, wrongPolicy, type PolicyKind } from "./policy-grammar.ts";
import type { Limit } from "./row.ts";
import { api, page } from "./sources.ts";

const role = aws("iam", "Role");
const rolePolicy = aws("iam", "RolePolicy");
const policy = aws("iam", "Policy");
const attachment = aws("iam", "RolePolicyAttachment");
const key = aws("kms", "Key");
const alias = aws("kms", "Alias");

const quotas = page("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html");
const grammar = page("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html");
const iamName = /^[\w+=,.@-]+$/;
const iamSays = "letters, digits and _+=,.@-";
const names = { good: ["web-task_1@a"], bad: ["web/task", "web task"] };

/** A policy document that IAM can read. */
function document(type: string, property: string, kind: PolicyKind): Limit {
    const good = JSON.parse(samplePolicy(kind)) as { Statement: [Properties] };
    const statement = good.Statement[0];
    const at = (value: Value): Properties => ({
        [property]: typeof value === "string" ? value : JSON.stringify(value),
    });
    const of = (...statements: Properties[]): Value => ({ Version: "2012-10-17", Statement: statements });
    const without = (name: string): Properties =>
        Object.fromEntries(Object.entries(statement).filter(([member]) => member !== name));
    return rule(
        type,
        property,
        "grammar",
        grammar,
        (value) => wrongPolicy(value, kind),
        [at(samplePolicy(kind)), at({ Statement: statement })],
        [
            at("{"),
            at([]),
            at({ Version: "2012-10-18", Statement: [statement] }),
            at({ Version: "2012-10-17", Statement: [] }),
            at({ Version: "2012-10-17", Statements: [statement] }),
            at(of(without("Effect"))),
            ...(kind === "key"
                ? []
                : [at(of(without("Action"))), at(of({ ...statement, NotAction: "s3:*" }))]),
            at(of({ ...statement, Action: "GetObject" })),
            at(of({ ...statement, Sid: "a" }, { ...statement, Sid: "a" })),
            at(of(kind === "identity" ? { ...statement, Principal: "*" } : without("Principal"))),
            ...(kind === "key"
                ? []
                : [at(of(kind === "trust" ? { ...statement, Resource: "*" } : without("Resource")))]),
        ],
    );
}

function size(
    type: string,
    property: string,
    kind: PolicyKind,
    max: number,
    says: string,
    source = quotas,
): Limit {
    return rule(
        type,
        property,
        "size",
        source,
        (value) => {
            const seen = policySize(value);
            return seen === undefined || seen <= max
                ? undefined
                : `has ${seen} characters without white space; use at most ${max}${says}`;
        },
        [{ [property]: samplePolicy(kind, max) }],
        [{ [property]: samplePolicy(kind, max + 1) }],
    );
}

export const identity: Limit[] = [
    length(role, "name", 1, 64, api("iam", "CreateRole")),
    alphabet(role, "name", iamName, iamSays, api("iam", "CreateRole"), names),
    length(role, "description", 0, 1000, api("iam", "CreateRole")),
    alphabet(
        role,
        "path",
        /^(\/|\/[!-~]+\/)$/,
        "a path that begins and ends with /",
        api("iam", "CreateRole"),
        {
            good: ["/", "/service/"],
            bad: ["service", "/service"],
        },
    ),
    range(role, "maxSessionDuration", 3600, 43200, api("iam", "CreateRole")),
    document(role, "assumeRolePolicy", "trust"),
    size(role, "assumeRolePolicy", "trust", 2048, ", or ask AWS for a higher quota"),
    count(role, "managedPolicyArns", 0, 10, quotas),
    length(rolePolicy, "name", 1, 128, api("iam", "PutRolePolicy")),
    alphabet(rolePolicy, "name", iamName, iamSays, api("iam", "PutRolePolicy"), names),
    document(rolePolicy, "policy", "identity"),
    size(rolePolicy, "policy", "identity", 10240, ", or split it into managed policies"),
    length(policy, "name", 1, 128, api("iam", "CreatePolicy")),
    alphabet(policy, "name", iamName, iamSays, api("iam", "CreatePolicy"), names),
    document(policy, "policy", "identity"),
    size(policy, "policy", "identity", 6144, ", or split it in two"),
    alphabet(
        attachment,
        "policyArn",
        /^arn:aws[\w-]*:iam::(aws|\d{12}):policy\/.+$/,
        "the ARN of a managed policy",
        api("iam", "AttachRolePolicy"),
        {
            good: ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::123456789012:policy/team/web"],
            bad: ["ReadOnlyAccess", "arn:aws:iam::123456789012:role/web"],
        },
    ),

    range(key, "deletionWindowInDays", 7, 30, api("kms", "ScheduleKeyDeletion")),
    range(key, "rotationPeriodInDays", 90, 2560, api("kms", "EnableKeyRotation")),
    length(key, "description", 0, 8192, api("kms", "CreateKey")),
    document(key, "policy", "key"),
    size(
        key,
        "policy",
        "key",
        32768,
        "",
        page("https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html"),
    ),
    length(alias, "name", 7, 256, api("kms", "CreateAlias"), {
        sample: (n) => "alias/".padEnd(n, "a").slice(0, n),
    }),
    alphabet(
        alias,
        "name",
        /^alias\/(?!aws\/)[A-Za-z0-9/_-]*$/,
        "alias/NAME of letters, digits and / _ -, not alias/aws/",
        api("kms", "CreateAlias"),
        {
            good: ["alias/orders/production"],
            bad: ["orders-key", "alias/aws/orders", "alias/orders.v1"],
        },
    ),
];
