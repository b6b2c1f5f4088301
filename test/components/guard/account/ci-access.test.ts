import assert from "node:assert/strict";
import { CiAccess, type CiAccessArgs } from "../../../../components/guard/account/ci-access.ts";
import { inputsOf, recorded } from "../../recorded.ts";

interface Statement {
    Sid?: string;
    Effect: string;
    Action?: string | string[];
    NotAction?: string[];
    Resource: string | string[];
    Condition?: Record<string, Record<string, unknown>>;
}

const args: CiAccessArgs = {
    ...{ accountId: "123456789012", region: "eu-central-1", prefix: "acme-live" },
    ...{ repository: "acme@12/shop@34", githubEnvironment: "live", provider: "own" },
    ...{ stateBucket: "acme-state", stateKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" },
};
const made = (changes: Partial<CiAccessArgs> = {}) =>
    recorded(() => new CiAccess("ci", { ...args, ...changes }));
const statementsOf = (policy: unknown) =>
    (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;
type Made = Awaited<ReturnType<typeof made>>;
const inputs = (all: Made, type: RegExp, name: string) =>
    all.find((one) => type.test(one.type) && one.name === name)!.inputs;
const actionsIn = (statements: Statement[]) =>
    statements.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => [Action ?? []].flat());
const deployAllows = (all: Made) =>
    all
        .filter(({ type, name }) => /iam\/(policy|rolePolicy):/.test(type) && name.startsWith("ci-deploy"))
        .flatMap((one) => statementsOf(one.inputs.policy));

describe("CiAccess", () => {
    it("lets one GitHub environment of the repository preview, and another one deploy, by exact match", async () => {
        const all = await made();
        const subs = ["preview", "deploy"].map((one) => {
            const { assumeRolePolicy, name } = inputs(all, /role:Role/, `ci-${one}`);
            const [only, ...others] = statementsOf(assumeRolePolicy);
            assert.deepEqual([others, Object.keys(only!.Condition!)], [[], ["StringEquals"]]);
            const { StringEquals } = only!.Condition!;
            assert.equal(StringEquals!["token.actions.githubusercontent.com:aud"], "sts.amazonaws.com");
            return [name, StringEquals!["token.actions.githubusercontent.com:sub"]];
        });
        assert.deepEqual(subs, [
            ["acme-live-ci-preview", "repo:acme@12/shop@34:environment:live-preview"],
            ["acme-live-ci-deploy", "repo:acme@12/shop@34:environment:live"],
        ]);
    });

    it("makes the account's login without a thumbprint, or leaves it to who has it, or makes nothing at all", async () => {
        const login = inputsOf(await made(), "aws:iam/openIdConnectProvider:OpenIdConnectProvider");
        assert.deepEqual(login, {
            url: "https://token.actions.githubusercontent.com",
            clientIdLists: ["sts.amazonaws.com"],
        });
        const elsewhere = await made({ provider: "elsewhere" });
        assert.equal(elsewhere.filter(({ type }) => /openId/.test(type)).length, 0);
        assert.equal(elsewhere.filter(({ type }) => /role:Role/.test(type)).length, 2);
        const none = (await made({ repository: "" })).filter(({ type }) => type.startsWith("aws:"));
        assert.deepEqual(none, []);
    });

    it("lets a preview change nothing, and read no data but Pulumi's state", async () => {
        const preview = statementsOf(inputs(await made(), /rolePolicy:/, "ci-preview").policy);
        assert.deepEqual(actionsIn(preview), [
            ...["ec2:DescribeAvailabilityZones", "ec2:DescribeManagedPrefixLists"],
            ...["ec2:GetManagedPrefixListEntries", "ecr:GetAuthorizationToken", "ssm:GetParametersByPath"],
            ...["s3:ListBucket", "s3:GetObject", "kms:Decrypt"],
        ]);
        const elsewhere = await made({ stateBucket: "", stateKeyArn: "" });
        assert.deepEqual(actionsIn(statementsOf(inputs(elsewhere, /rolePolicy:/, "ci-preview").policy)), [
            ...["ec2:DescribeAvailabilityZones", "ec2:DescribeManagedPrefixLists"],
            ...["ec2:GetManagedPrefixListEntries", "ecr:GetAuthorizationToken", "ssm:GetParametersByPath"],
        ]);
    });

    it("lets a deployment give no rights, end nothing that holds data, and blind nobody", async () => {
        const actions = actionsIn(deployAllows(await made()));
        assert.ok(actions.length > 150, String(actions.length));
        assert.deepEqual(
            actions.filter((one) => /[*?]/.test(one)),
            [],
        );
        const iam = actions.filter((one) => one.startsWith("iam:"));
        assert.deepEqual(iam, ["iam:PassRole"]);
        const rights =
            /Put\w*Policy$|Add\w*Permission|SetQueueAttributes|SetTopicAttributes|^sts:|GetSecretValue/;
        const given = actions.filter((one) => rights.test(one) && !/Scaling|Lifecycle|Retention/.test(one));
        assert.deepEqual(given, []);
        const ends =
            /:(Delete(DB(Instance|Snapshot|Cluster)|Table|Bucket|Secret|Repository|LogGroup|ReplicationGroup|Queue)|ScheduleKeyDeletion|PutLifecycleConfiguration|BatchDeleteImage)/;
        assert.deepEqual(
            actions.filter((one) => ends.test(one)),
            [],
        );
        const watching = /^(cloudtrail|guardduty|backup|config|securityhub|inspector2|access-analyzer):/;
        assert.deepEqual(
            actions.filter((one) => watching.test(one)),
            [],
        );
    });

    it("hands over roles of this environment alone, to services, and never its own two", async () => {
        const own = statementsOf(inputs(await made(), /rolePolicy:/, "ci-deploy").policy);
        const [allow, deny] = own.filter(({ Action }) => Action === "iam:PassRole");
        assert.deepEqual(allow!.Resource, "arn:aws:iam::123456789012:role/acme-live-*");
        const services = allow!.Condition!.StringEquals!["iam:PassedToService"] as string[];
        assert.ok(services.includes("ecs-tasks.amazonaws.com"));
        assert.deepEqual(
            [deny!.Effect, deny!.Resource],
            ["Deny", "arn:aws:iam::123456789012:role/acme-live-ci-*"],
        );
    });

    it("keeps off what wears another environment's tag in the same account", async () => {
        const own = statementsOf(inputs(await made(), /rolePolicy:/, "ci-deploy").policy);
        const other = own.find(({ Sid }) => Sid === "NoOtherEnvironment");
        assert.deepEqual(other?.Condition, {
            StringNotEquals: { "aws:ResourceTag/environment": "live" },
            Null: { "aws:ResourceTag/environment": "false" },
        });
    });
});
