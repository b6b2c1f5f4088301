import assert from "node:assert/strict";
import { RestoreProof } from "../../../../components/data/recovery/proof.ts";
import { inputsOf, recorded } from "../../recorded.ts";
import { alarmOf, args, built, here, statementsOf } from "./proof-built.ts";

const task = "aws:ecs/taskDefinition:TaskDefinition";

describe("RestoreProof", () => {
    it("hears of the plan's complete restores, and of no other restore", async () => {
        const rule = inputsOf(await built(), "aws:cloudwatch/eventRule:EventRule");
        assert.deepEqual(JSON.parse(String(rule.eventPattern)), {
            source: ["aws.backup"],
            "detail-type": ["Restore Job State Change"],
            detail: { status: ["COMPLETED"], resourceType: ["RDS"], restoreTestingPlanArn: ["arn:plan"] },
        });
    });

    it("starts the check of this restore in the private subnets, and keeps what could not be started", async () => {
        const made = await built();
        const target = inputsOf(made, "aws:cloudwatch/eventTarget:EventTarget");
        const { launchType, networkConfiguration } = target.ecsTarget as Record<string, unknown>;
        assert.equal(launchType, "FARGATE");
        assert.deepEqual(networkConfiguration, {
            subnets: ["subnet-1", "subnet-2"],
            securityGroups: ["proof-id"],
            assignPublicIp: false,
        });
        const { inputPaths, inputTemplate } = target.inputTransformer as Record<
            string,
            Record<string, string>
        >;
        // As EventBridge fills it in: a text with its quotes.
        const said = String(inputTemplate).replace(/<(\w+)>/g, (_, name: string) =>
            JSON.stringify(inputPaths![name]),
        );
        const [container] = JSON.parse(String(inputsOf(made, task).containerDefinitions)) as {
            name: string;
        }[];
        assert.deepEqual(JSON.parse(said), {
            containerOverrides: [
                {
                    name: container!.name,
                    environment: [{ name: "RESTORE_JOB_ID", value: "$.detail.restoreJobId" }],
                },
            ],
        });
        const queue = here("sqs", "acme-staging-restore-check-undelivered");
        assert.deepEqual(target.deadLetterConfig, { arn: queue });
        const [deliver] = statementsOf(inputsOf(made, "aws:sqs/queuePolicy:QueuePolicy").policy);
        assert.deepEqual(
            [deliver?.Principal, deliver?.Resource],
            [{ Service: "events.amazonaws.com" }, queue],
        );
        const rule = here("events", "rule/acme-staging-restore-check");
        assert.deepEqual(deliver?.Condition, { ArnEquals: { "aws:SourceArn": rule } });
    });

    it("opens the way from the check to the copies in both their groups, and none from anywhere else", async () => {
        const made = await built();
        const way = { ipProtocol: "tcp", fromPort: 5432, toPort: 5432 };
        const ins = made.filter(({ type }) => type.includes("SecurityGroupIngressRule"));
        assert.equal(ins.length, 1);
        const inward = { ...way, securityGroupId: "sg-copies", referencedSecurityGroupId: "proof-id" };
        const outward = { ...way, securityGroupId: "proof-id", referencedSecurityGroupId: "sg-copies" };
        assert.deepEqual(ins[0]!.inputs, inward);
        const egress = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
        assert.deepEqual(inputsOf(made, egress, "proof-copies"), outward);
        assert.equal(inputsOf(made, egress, "proof").fromPort, 443);
    });

    it("runs the check as nobody, with what it is told, on the architecture that the image has", async () => {
        const made = await built();
        const definition = inputsOf(made, task);
        assert.deepEqual(definition.runtimePlatform, {
            operatingSystemFamily: "LINUX",
            cpuArchitecture: "ARM64",
        });
        const [container] = JSON.parse(String(definition.containerDefinitions)) as Record<string, unknown>[];
        assert.equal(container?.readonlyRootFilesystem, true);
        assert.equal(container?.user, "65532:65532");
        const told = container?.environment as { name: string; value: string }[];
        assert.deepEqual(Object.fromEntries(told.map(({ name, value }) => [name, value])), {
            RESTORE_TESTING_PLAN: "acme_staging",
            EVIDENCE_BUCKET: "acme-proof",
            ENVIRONMENT: "acme-staging",
            DATABASE_NAME: "app",
            DATABASE_USER: "checker_iam",
            CHECK_VERSION: args.image.uri,
        });
    });

    it("rings on the eighth day, also when nobody counts, and is quiet for the first hours of an environment", async () => {
        const alarm = alarmOf(await built(), "old");
        assert.deepEqual(
            [
                alarm.namespace,
                alarm.metricName,
                alarm.comparisonOperator,
                alarm.threshold,
                alarm.treatMissingData,
            ],
            ["Airworthy", "DaysSinceProof", "GreaterThanOrEqualToThreshold", 8, "breaching"],
        );
        assert.deepEqual(alarm.dimensions, { Environment: "acme-staging" });
        const { warmUpPeriodDurationInMinutes: minutes } = alarm.warmUpConfiguration as Record<
            string,
            number
        >;
        // Longer than it looks back.
        assert.ok(minutes! * 60 > Number(alarm.period) * Number(alarm.evaluationPeriods));
    });

    it("rings when a copy is not proven, and when a check could not be started; each alarm names the runbook", async () => {
        const made = await built();
        const failed = alarmOf(made, "failed");
        assert.deepEqual(
            [failed.metricName, failed.statistic, failed.comparisonOperator, failed.threshold],
            ["RestoreProven", "Minimum", "LessThanThreshold", 1],
        );
        const undelivered = alarmOf(made, "undelivered");
        assert.deepEqual(undelivered.dimensions, { QueueName: "acme-staging-restore-check-undelivered" });
        for (const alarm of ["old", "failed", "undelivered"].map((purpose) => alarmOf(made, purpose))) {
            assert.deepEqual(alarm.alarmActions, ["arn:alerts"]);
            assert.match(
                String(alarm.alarmDescription),
                /docs\/runbooks\/restore-proof\.md\. It tells within \d+ minutes\.$/,
            );
        }
    });

    for (const [key, value, use] of [
        ["prefix", "acme staging", "at most 40 letters, digits and hyphens"],
        ["prefix", "a".repeat(41), "at most 40 letters, digits and hyphens"],
        ["keepDays", 29, "30 or more whole days"],
        ["keepDays", 30.5, "30 or more whole days"],
    ] as const) {
        it(`refuses ${key} of ${value} and says what to use`, async () => {
            await recorded(() => {
                const message = `proof: ${key} is ${value}; use ${use}.`;
                assert.throws(() => new RestoreProof("proof", { ...args, [key]: value }), { message });
            });
        });
    }
});
