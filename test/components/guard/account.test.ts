import assert from "node:assert/strict";
import { Account, type AccountArgs } from "../../../components/guard/account.ts";
import { inputsOf, recorded } from "../recorded.ts";

interface Statement {
    Sid: string;
    Effect: string;
    Action: string | string[];
    Resource: string;
    Condition?: Record<string, Record<string, string>>;
}

const args: AccountArgs = {
    ...{ accountId: "123456789012", region: "eu-central-1", prefix: "acme-live", guards: "own" },
    ...{
        retentionDays: 365,
        alertsTopicArn: "arn:topic",
        unheardAlertsArn: "arn:unheard",
        email: "oncall@acme.dev",
        budgetUsd: 400,
    },
    ...{ costMonitorArn: "", watches: ["S3_DATA_EVENTS", "RDS_LOGIN_EVENTS"], inspects: [] },
    ...{ standards: [], repository: "", githubEnvironment: "live", provider: "elsewhere" },
    ...{ stateBucket: "", stateKeyArn: "" },
};
const made = (changes: Partial<AccountArgs> = {}) =>
    recorded(() => new Account("account", { ...args, ...changes }));
const best = "aws-foundational-security-best-practices/v/1.0.0";
const monitor = "arn:aws:ce::123456789012:anomalymonitor/01234567-89ab-cdef-0123-456789abcdef";
const statementsOf = (policy: unknown) =>
    (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;

describe("Account", () => {
    it("logs every region's calls, IAM's too, signed, to a bucket that this trail alone writes to", async () => {
        const all = await made();
        const trail = inputsOf(all, "aws:cloudtrail/trail:Trail");
        const { isMultiRegionTrail, includeGlobalServiceEvents, enableLogFileValidation, kmsKeyId } = trail;
        assert.deepEqual(
            [isMultiRegionTrail, includeGlobalServiceEvents, enableLogFileValidation, kmsKeyId],
            [true, true, true, "arn:audit"],
        );
        const { policy } = inputsOf(all, "aws:s3/bucketPolicy:BucketPolicy");
        const [looks, delivers, nobody] = statementsOf(policy);
        const trailArn = `arn:aws:cloudtrail:eu-central-1:123456789012:trail/${String(trail.name)}`;
        for (const one of [looks, delivers])
            assert.equal(one!.Condition?.StringEquals?.["aws:SourceArn"], trailArn);
        assert.match(delivers!.Resource, /^arn:aws:s3:::.+\/AWSLogs\/123456789012\/\*$/);
        assert.deepEqual(
            [nobody!.Effect, nobody!.Action, nobody!.Condition],
            ["Deny", ["s3:DeleteObject", "s3:DeleteObjectVersion"], undefined],
        );
    });

    it("lets CloudTrail use the key for trails of this account alone", async () => {
        const { policy } = inputsOf(await made(), "aws:kms/key:Key");
        const encrypts = statementsOf(policy).find(({ Sid }) => Sid === "CloudTrailEncrypts");
        assert.deepEqual(encrypts?.Condition?.StringLike, {
            "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:123456789012:trail/*",
        });
    });

    it("tells people in words, with a page on what to do, and every name in them has a path", async () => {
        const all = await made({ inspects: ["ECR"], standards: [best] });
        const targets = all.filter(({ type }) => type === "aws:cloudwatch/eventTarget:EventTarget");
        assert.deepEqual(targets.map(({ name }) => name).sort(), [
            "audit",
            "audit-opened",
            "posture-failed",
            "threats-found",
            "threats-holes",
            "threats-reachable",
        ]);
        for (const { inputs } of targets) {
            const { inputPaths, inputTemplate } = inputs.inputTransformer as Record<string, string>;
            assert.equal(inputs.arn, "arn:topic");
            assert.match(inputTemplate!, /^"[^"]+ docs\/runbooks\/findings\.md"$/);
            const named = [...inputTemplate!.matchAll(/<(\w+)>/g)].map(([, one]) => one);
            assert.deepEqual(Object.keys(inputPaths!).sort(), named.sort());
        }
    });

    it("watches and inspects what the tier pays for", async () => {
        const features = (await made()).filter(({ type }) => /detectorFeature:/.test(type));
        assert.deepEqual(
            features.map(({ inputs }) => [inputs.name, inputs.status]),
            [
                ["S3_DATA_EVENTS", "ENABLED"],
                ["RDS_LOGIN_EVENTS", "ENABLED"],
            ],
        );
        const inspected = await made({ watches: [], inspects: ["ECR", "LAMBDA"] });
        const { accountIds, resourceTypes } = inputsOf(inspected, "aws:inspector2/enabler:Enabler");
        assert.deepEqual([accountIds, resourceTypes], [["123456789012"], ["ECR", "LAMBDA"]]);
    });

    it("tells of a twentieth of the budget, by the account's own cost monitor where there is one", async () => {
        const subscription = "aws:costexplorer/anomalySubscription:AnomalySubscription";
        const { thresholdExpression, subscribers, monitorArnLists } = inputsOf(await made(), subscription);
        const { dimension } = thresholdExpression as { dimension: { values: string[] } };
        assert.deepEqual(dimension.values, ["20"]);
        assert.deepEqual(subscribers, [{ type: "EMAIL", address: "oncall@acme.dev" }]);
        assert.deepEqual(monitorArnLists, ["arn:anomalies"]);
        const there = await made({ costMonitorArn: monitor, budgetUsd: 5 });
        assert.equal(
            there.some(({ type }) => /anomalyMonitor:/.test(type)),
            false,
        );
        const own = inputsOf(there, subscription);
        assert.deepEqual(own.monitorArnLists, [monitor]);
        assert.match(JSON.stringify(own.thresholdExpression), /"values":\["1"\]/);
    });

    it("records every setting beside the audit log, and holds them against the tier's standard; without one neither", async () => {
        const none = (await made()).filter(({ type }) => /^aws:(cfg|securityhub)/.test(type));
        assert.deepEqual(none, []);
        const all = await made({ standards: [best] });
        const { recordingGroup } = inputsOf(all, "aws:cfg/recorder:Recorder");
        assert.deepEqual(recordingGroup, { allSupported: true, includeGlobalResourceTypes: true });
        const { s3BucketName } = inputsOf(all, "aws:cfg/deliveryChannel:DeliveryChannel");
        assert.equal(s3BucketName, inputsOf(all, "aws:cloudtrail/trail:Trail").s3BucketName);
        assert.equal(inputsOf(all, "aws:cfg/recorderStatus:RecorderStatus").isEnabled, true);
        const { enableDefaultStandards } = inputsOf(all, "aws:securityhub/account:Account");
        const { standardsArn } = inputsOf(all, "aws:securityhub/standardsSubscription:StandardsSubscription");
        assert.deepEqual(
            [enableDefaultStandards, standardsArn],
            [false, `arn:aws:securityhub:eu-central-1::standards/${best}`],
        );
        const { policy } = inputsOf(all, "aws:iam/rolePolicy:RolePolicy", "posture");
        const writes = statementsOf(policy).find(({ Action }) => Action === "s3:PutObject");
        assert.match(writes!.Resource, /\/AWSLogs\/123456789012\/Config\/\*$/);
    });

    it("looks for threats in a further region, whose calls the account's one log has already", async () => {
        const all = await made({ guards: "region", inspects: ["ECR"], standards: [best] });
        const types = new Set(all.map(({ type }) => type.split(":")[1]?.split("/")[0]));
        for (const one of ["guardduty", "accessanalyzer", "inspector2"]) assert.ok(types.has(one), one);
        for (const one of ["cloudtrail", "costexplorer", "securityhub", "cfg"])
            assert.ok(!types.has(one), one);
    });

    it("subscribes to each standard under a name of its own", async () => {
        const all = await made({ standards: [best, "pci-dss/v/4.0.1"] });
        const subscribed = all.filter(({ type }) => /standardsSubscription:/.test(type));
        assert.deepEqual(
            subscribed.map(({ name, inputs }) => [name, inputs.standardsArn]),
            [
                [
                    "posture-aws-foundational-security-best-practices",
                    `arn:aws:securityhub:eu-central-1::standards/${best}`,
                ],
                ["posture-pci-dss", "arn:aws:securityhub:eu-central-1::standards/pci-dss/v/4.0.1"],
            ],
        );
    });

    it("makes nothing where another environment of the account has it, and takes no cost monitor there", async () => {
        const all = await made({ guards: "elsewhere" });
        assert.deepEqual(
            all.filter(({ type }) => type.startsWith("aws:")).map(({ type }) => type),
            // Each environment has a budget of its own.
            ["aws:budgets/budget:Budget"],
        );
        await assert.rejects(
            made({ guards: "elsewhere", costMonitorArn: monitor }),
            /account: costMonitorArn is arn:aws:ce.*; use "" unless guards is own/,
        );
    });
});
