import * as aws from "@pulumi/aws";
import { CannotTell, tokenOf, type Node } from "./graph.ts";
import { isLeftOut, referenceOf } from "./references.ts";
import { listOf } from "./values.ts";

/** A statement of a policy, in the words of IAM's grammar. */
export interface Statement {
    Effect?: string;
    Principal?: string | Record<string, string | string[]>;
    NotPrincipal?: unknown;
    Action?: string | string[];
    NotAction?: string | string[];
    Resource?: string | string[];
    Condition?: Record<string, Record<string, string | string[]>>;
}

/** What a policy allows: its text, or the same as data, which the provider takes as well. */
export function allowedBy(policy: unknown): Statement[] {
    return statementsOf(policy).filter(({ Effect }) => Effect === "Allow");
}

/** All that it says: what it denies, too. */
export function statementsOf(policy: unknown): Statement[] {
    if (policy === undefined) return [];
    const document: unknown = typeof policy === "string" ? JSON.parse(policy) : policy;
    if (typeof document !== "object" || document === null) throw new TypeError("It is no policy");
    const { Statement: statements } = document as { Statement?: Statement | Statement[] };
    return listOf(statements);
}

/** Whether a policy denies an action to everybody; by its condition it may leave out principals that it names. */
export function deniedToAll(policy: string, action: string): boolean {
    return statementsOf(policy).some(({ Effect, Principal, Action, Resource, Condition = {} }) => {
        const names = typeof Principal === "object" ? Object.values(Principal).flat() : [Principal];
        const isSpared = ([operator, key, values]: [string, string, string[]]) =>
            /^(String|Arn)Not/.test(operator) &&
            /^aws:(PrincipalArn|userid)$/i.test(key) &&
            !values.includes("*");
        const isDenied = listOf(Action).some((one) => /^(\*|backup:\*)$/.test(one) || one === action);
        const isForEverything = listOf(Resource).includes("*");
        return (
            Effect === "Deny" &&
            names.includes("*") &&
            isDenied &&
            isForEverything &&
            conditionsOf(Condition).every(isSpared)
        );
    });
}

/**
 * Whether a policy refuses whatever comes without TLS, to the thing itself and to all that is in it. A condition beside
 * that one would let the rest through.
 */
export function refusesPlainHttp(policy: unknown, service: "s3" | "sqs"): boolean {
    if (policy === "") return false;
    return statementsOf(policy).some((one) => {
        const who = typeof one.Principal === "string" ? [one.Principal] : listOf(one.Principal?.AWS);
        const isAll = listOf(one.Action).some((action) =>
            ["*", `${service}:*`].includes(action.toLowerCase()),
        );
        const isWhole = service === "sqs" || listOf(one.Resource).some((arn) => /^[^/]*\/?\*$/.test(arn));
        const [condition, ...others] = conditionsOf(one.Condition ?? {});
        const [operator, key, values] = condition ?? ["", "", []];
        const isPlain = /^Bool(IfExists)?$/i.test(operator) && key.toLowerCase() === "aws:securetransport";
        const isOnly = others.length === 0 && values.every((value) => String(value) === "false");
        return one.Effect === "Deny" && who.includes("*") && isAll && isWhole && isPlain && isOnly;
    });
}

/**
 * Whether a policy refuses to everybody to write over what is in a folder of a bucket ("proofs/*"): S3 writes under
 * `If-None-Match` what is not there yet, and nothing else.
 */
export function writesOnce(policy: unknown, folder: string): boolean {
    return statementsOf(policy).some(({ Effect, Principal, Action, Resource, Condition = {} }) => {
        const who = typeof Principal === "string" ? [Principal] : listOf(Principal?.AWS);
        const isThere = listOf(Resource).some((arn) => arn.endsWith(`/${folder}`));
        const [[operator, key, values] = ["", "", []], ...others] = conditionsOf(Condition);
        const isWithout = /^Null$/i.test(operator) && key.toLowerCase() === "s3:if-none-match";
        const isOnly = others.length === 0 && values.every((value) => String(value) === "true");
        const isDenied = Effect === "Deny" && who.includes("*") && listOf(Action).includes("s3:PutObject");
        return isDenied && isThere && isWithout && isOnly;
    });
}

/** Whether a bucket's policy denies an action on all that is in it to everybody, whatever the condition. */
export function deniedIn(policy: unknown, action: string): boolean {
    return statementsOf(policy).some(({ Effect, Principal, Action, Resource, Condition }) => {
        const who = typeof Principal === "string" ? [Principal] : listOf(Principal?.AWS);
        const isAll = listOf(Resource).some((arn) => /^[^/]*\/?\*$/.test(arn));
        const isDenied = listOf(Action).some((one) => one === action || one === "s3:*" || one === "*");
        return Effect === "Deny" && who.includes("*") && isAll && isDenied && Condition === undefined;
    });
}

/** What a caller must be, or come from, for a statement with one of these conditions to hold (IAM's global keys). */
const callers =
    /^(aws:(PrincipalOrgID|PrincipalOrgPaths|PrincipalAccount|PrincipalArn|Source(Account|Arn|OrgID|OrgPaths|Owner|Vpc|Vpce))|kms:CallerAccount)$/i;
/** One that asks nothing of a caller without the key, as ...IfExists does, lets anyone in. */
const positive = /^(ForAnyValue:)?(String|Arn)(Equals|Like)$/;
/** An account, something in an account, a bucket, an organization, a network: no word that fits them all. */
const known =
    /^(\d{12}|arn:[^:*?]+:[^:*?]+:[^:]*:\d{12}:.+|arn:[^:*?]+:s3:::[^:*?]+.*|o-[a-z0-9]+(\/.*)?|vpce?-\w+)$/;

/** Whether a statement holds for anyone: everybody is its principal, and no condition says who. */
export function isForAnyone({ Principal, Condition = {} }: Statement): boolean {
    if (Principal === undefined) return true;
    const names = typeof Principal === "string" ? [Principal] : Object.values(Principal).flat();
    if (!names.some((name) => /^\*$|^arn:[^:]*:iam::\*:/.test(name)))
        return isForAnyLogin(Principal, Condition);
    return !conditionsOf(Condition).some(
        ([operator, key, values]) =>
            positive.test(operator) && callers.test(key) && values.every((value) => known.test(value)),
    );
}

/** Whoever logs in somewhere else, without a word about who: at GitHub, that is everyone on GitHub. */
function isForAnyLogin(principal: Statement["Principal"], condition: Statement["Condition"] = {}): boolean {
    if (
        typeof principal === "string" ||
        !listOf(principal?.Federated).some((one) => one.includes("oidc-provider"))
    )
        return false;
    // With a wildcard, it says of whom behind the first colon at least: "project_path:acme/*".
    const isSomebody = (value: string) =>
        (value !== "" && !/[*?]/.test(value)) || /^[^:*?]+:[^:*?]+/.test(value);
    return !conditionsOf(condition).some(
        ([operator, key, values]) =>
            positive.test(operator) && /:sub$/i.test(key) && values.every(isSomebody),
    );
}

export function conditionsOf(condition: NonNullable<Statement["Condition"]>): [string, string, string[]][] {
    return Object.entries(condition).flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, values]): [string, string, string[]] => [
            operator,
            key,
            listOf(values),
        ]),
    );
}

/**
 * The ARNs of policies in a property, as far as they are known. An unknown one must be that of a policy of this stack,
 * which has a rule of its own; of one that comes from nowhere nobody can tell.
 */
export function attachedTo(node: Node<any>, property: string): string[] {
    const { texts, unknowns, links } = referenceOf(node, property);
    const areOwn = links.length > 0 && links.every(({ type }) => type === tokenOf(aws.iam.Policy));
    const isOpen = property === "policyArn" || !isLeftOut(node, property);
    if (unknowns > 0 && !areOwn && isOpen) throw new CannotTell(property);
    return texts;
}

/** What makes of any role one's own, or of any secret, where it is for all of them. */
const ofAll = [
    ...["iam:passrole", "iam:putrolepolicy", "iam:attachrolepolicy", "iam:updateassumerolepolicy"],
    ...["sts:assumerole", "secretsmanager:getsecretvalue"],
];

/**
 * Whether a statement allows groups of actions, on everything: of a service or (S3 has none) of a kind, or at all; or one
 * action that hands over all roles or secrets.
 */
export function allowsTooMuch({ Action, NotAction, Resource = "*" }: Statement): boolean {
    const actions = listOf(Action).map((action) => action.toLowerCase());
    const isMany = NotAction !== undefined || actions.some((one) => /[*?]/.test(one) || ofAll.includes(one));
    // One that names no resource, or all but some, is for everything else.
    return (
        isMany && listOf(Resource).some((arn) => /^([^:]*:){0,5}((?<!s3:::)[a-z-]+[/:])?[*?/]+$/.test(arn))
    );
}
