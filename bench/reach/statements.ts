import { dataOf, listOf, told, type Graph } from "./graph.ts";

/** Properties that hold a policy of who may call. */
const holders: Record<string, string> = {
    "aws:backup/vaultPolicy": "policy",
    "aws:cloudwatch/eventBusPolicy": "policy",
    "aws:cloudwatch/logResourcePolicy": "policyDocument",
    "aws:dynamodb/resourcePolicy": "policy",
    "aws:ecr/registryPolicy": "policy",
    "aws:ecr/repositoryPolicy": "policy",
    "aws:iam/role": "assumeRolePolicy",
    "aws:kms/key": "policy",
    "aws:kms/keyPolicy": "policy",
    "aws:secretsmanager/secret": "policy",
    "aws:secretsmanager/secretPolicy": "policy",
    "aws:sns/topic": "policy",
    "aws:sns/topicPolicy": "policy",
    "aws:sqs/queue": "policy",
    "aws:sqs/queuePolicy": "policy",
};
const byState = "aws:cloudcontrol/resource";
export const holderKinds = [...Object.keys(holders), byState];

/** What anybody may call by an API of AWS's, because a policy says so. */
export function callableByPolicy(graph: Graph): { to: string; path: string[] }[] {
    return graph.of(...holderKinds).flatMap((one) => {
        const statements =
            one.kind === byState ? openByState(one.props, one.name) : openIn(one.props[holders[one.kind]!]);
        return statements.map((statement) => ({
            to: told(one),
            path: [`AWS's API, ${statement}`],
        }));
    });
}

/**
 * The same of what the Cloud Control API makes, of which one type is known here. Numbers that anybody sends to a monitor of
 * real users are its purpose: they come in by no network of ours, lead to nothing else and are read by people alone. Its
 * policy may say this of itself, and nothing else of anybody.
 */
function openByState({ typeName, desiredState }: Record<string, any>, name: string): string[] {
    const state = dataOf(desiredState) as Record<string, any> | "unreadable" | undefined;
    if (typeName !== "AWS::RUM::AppMonitor" || state === undefined || state === "unreadable")
        return [`${String(typeName)} ${name}, of which nothing is known,`];
    const policy = dataOf(state.ResourcePolicy?.PolicyDocument);
    if (policy === "unreadable" || policy === undefined) return openIn(policy);
    const isToSend = ({ Effect, Action, NotAction, Resource }: Record<string, any>) =>
        Effect === "Allow" &&
        NotAction === undefined &&
        listOf(Action).join() === "rum:PutRumEvents" &&
        listOf(Resource).every((arn) => String(arn).endsWith(`:appmonitor/${state.Name}`));
    return openIn(JSON.stringify({ Statement: listOf(policy.Statement).filter((one) => !isToSend(one)) }));
}

/**
 * What a policy lets anybody do, in words; empty if nothing. A service of AWS's is not anybody, and what a policy denies is
 * not looked at: it could only take away.
 */
export function openIn(policy: unknown): string[] {
    const data = dataOf(policy);
    if (data === "unreadable") return ["a policy that can't be read"];
    return listOf(data?.Statement)
        .filter((one) => one.Effect === "Allow" && isForAnybody(one))
        .map((one) => `${listOf(one.Action ?? "everything").join(" and ")} for anybody`);
}

/** Keys that say who calls (IAM User Guide, "Global condition keys"). */
const callers =
    /^(aws:(principal(orgid|orgpaths|account|arn)|source(account|arn|owner|orgid|orgpaths|vpc|vpce))|kms:calleraccount)$/i;
/** Without IfExists and ForAllValues, which hold where the key is missing. */
const positive = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/i;

function isForAnybody({ Principal, NotPrincipal, Condition = {} }: Record<string, any>): boolean {
    if (NotPrincipal !== undefined) return true;
    const names = typeof Principal === "string" ? [Principal] : Object.values(Principal ?? {}).flat();
    const says = (key: RegExp, isOne: (value: string) => boolean) =>
        Object.entries(Condition as Record<string, object>).some(
            ([operator, keys]) =>
                positive.test(operator) &&
                Object.entries(keys).some(([name, values]) => key.test(name) && listOf(values).every(isOne)),
        );
    if (names.some((name) => /^(\*|arn:[^:]*:iam::\*:.*)$/.test(String(name))))
        return !says(callers, isSomebody);
    const federated = listOf(typeof Principal === "string" ? undefined : Principal?.Federated);
    // Whoever signs in elsewhere, such as everybody on GitHub, unless it says who.
    const isOpen = federated.some((one) => !String(one).includes(":saml-provider/"));
    return (
        isOpen && !says(/:sub$|^cognito-identity\.amazonaws\.com:aud$/i, (value) => !/^[*?:]*$/.test(value))
    );
}

/** An account, an organization, a network, or an ARN that says whose: by its account, or a bucket's by its name. */
function isSomebody(value: string): boolean {
    if (!value.startsWith("arn:")) return /^(\d{12}|o-[a-z0-9]+(\/.*)?|vpce?-[0-9a-f]+)$/.test(value);
    const [, , service, , account = "", ...rest] = value.split(":");
    return (
        /^\d{12}$/.test(account) || (service === "s3" && account === "" && /^[^*?]+$/.test(rest.join(":")))
    );
}
