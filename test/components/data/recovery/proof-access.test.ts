import assert from "node:assert/strict";
import { drillCopyOf } from "../../../../functions/restore-check/drill.ts";
import { keyOf, keyOfGeneration } from "../../../../functions/restore-check/evidence.ts";
import { inputsOf } from "../../recorded.ts";
import { built, here, rights, statementsOf } from "./proof-built.ts";

describe("RestoreProof, and who may what", () => {
    it("lets the check sign in as its one user, look at drills' copies and keep evidence, and nothing else", async () => {
        const made = await built();
        const all = rights(made, "proof-run");
        const connect = all.filter(({ Action }) => Action === "rds-db:connect");
        assert.deepEqual(connect.map(({ Resource }) => Resource).flat(), [
            here("rds-db", "dbuser:*/checker_iam"),
        ]);
        const find = (action: string) => all.find(({ Action }) => [Action].flat().includes(action));
        const instances = ["acme-staging-a", "acme-staging-b", "acme-staging-drill-????????????"];
        assert.deepEqual(
            find("rds:DescribeDBInstances")?.Resource,
            [...instances, "awsbackup-restore-test-*"].map((one) => here("rds", `db:${one}`)),
        );
        const [proof, check] = [
            keyOf({ job: "1", completedAt: new Date() }),
            keyOfGeneration({ instance: "acme-staging-b", checkId: "1" }),
        ];
        assert.deepEqual(
            find("s3:PutObject")?.Resource,
            [proof, check].map((key) => `arn:aws:s3:::acme-proof/${key.split("/")[0]}/*`),
        );
        const actions = all.flatMap(({ Action }) => Action);
        assert.ok(!actions.some((action) => /\*|Delete|Modify|Create/.test(action)), actions.join());
        const open = all.filter(({ Resource, Condition }) => [Resource].flat().includes("*") && !Condition);
        assert.deepEqual(open.flatMap(({ Action }) => Action).sort(), [
            "backup:DescribeRestoreJob",
            "backup:PutRestoreValidationResult",
        ]);
    });

    it("lets the check look at the copy of a person's drill, whatever recovery point it is of", async () => {
        const [, , , look] = rights(await built(), "proof-run");
        const [pattern = ""] = [look?.Resource].flat().filter((one) => one?.includes("?"));
        const copy = here("rds", `db:${drillCopyOf("acme-staging", "arn:any")}`);
        assert.match(copy, new RegExp(`^${pattern.replaceAll("?", ".")}$`));
    });

    it("lets the one who counts read evidence and look at the database in use, and write nothing but numbers", async () => {
        const made = await built();
        const all = rights(made, "proof-age");
        const actions = all.flatMap(({ Action }) => Action).filter((action) => !action.startsWith("logs:"));
        assert.deepEqual(actions.sort(), [
            "cloudwatch:PutMetricData",
            "kms:Decrypt",
            "rds:DescribeDBInstances",
            "s3:GetObject",
            "s3:ListBucket",
        ]);
        const schedule = inputsOf(made, "aws:scheduler/schedule:Schedule");
        assert.equal(schedule.scheduleExpression, "rate(1 hour)");
        const { variables } = inputsOf(made, "aws:lambda/function:Function").environment as Record<
            string,
            unknown
        >;
        assert.deepEqual(variables, {
            EVIDENCE_BUCKET: "acme-proof",
            DATABASE_INSTANCE: "acme-staging-a",
            ENVIRONMENT: "acme-staging",
        });
    });

    it("may start this task alone, on this cluster, with these two roles", async () => {
        const [start, , pass] = rights(await built(), "proof-trigger");
        assert.equal(start?.Resource, here("ecs", "task-definition/acme-staging-restore-check:*"));
        assert.deepEqual(start?.Condition, { ArnEquals: { "ecs:cluster": here("ecs", "cluster/acme") } });
        assert.deepEqual(
            pass?.Resource,
            ["start", "run"].map((one) => `arn:aws:iam::123456789012:role/proof-${one}`),
        );
    });

    it("lets nobody write over evidence, or come for it without TLS, and keeps what was deleted", async () => {
        const made = await built();
        const [once, tls] = statementsOf(inputsOf(made, "aws:s3/bucketPolicy:BucketPolicy").policy);
        assert.deepEqual(tls?.Condition, { Bool: { "aws:SecureTransport": "false" } });
        assert.deepEqual([once?.Effect, once?.Action], ["Deny", "s3:PutObject"]);
        const folders = ["restore-proofs", "generation-checks", "extracts", "alarm-drills", "load-tests"];
        assert.deepEqual(
            once?.Resource,
            folders.map((one) => `arn:aws:s3:::acme-proof/${one}/*`),
        );
        assert.deepEqual(once?.Condition, { Null: { "s3:if-none-match": "true" } });
        const { versioningConfiguration } = inputsOf(made, "aws:s3/bucketVersioning:BucketVersioning");
        assert.deepEqual(versioningConfiguration, { status: "Enabled" });
        const lifecycle = inputsOf(made, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration");
        const [{ expiration, noncurrentVersionExpiration }] = lifecycle.rules as [Record<string, unknown>];
        assert.deepEqual([expiration, noncurrentVersionExpiration], [{ days: 400 }, { noncurrentDays: 400 }]);
    });
});
