import assert from "node:assert/strict";
import { RestoreDrill, type RestoreDrillArgs } from "../../../../components/data/recovery/drill.ts";
import { inputsOf, recorded } from "../../recorded.ts";

const args: RestoreDrillArgs = {
    prefix: "acme-staging",
    tag: { key: "backup-plan", value: "acme-staging" },
    backups: { vault: { arn: "arn:near" } },
    network: { vpcId: "vpc-1" },
    database: {
        instance: {
            dbSubnetGroupName: "isolated",
            parameterGroupName: "pg17",
            instanceClass: "db.t4g.medium",
        },
    },
};
const plan = "aws:backup/restoreTestingPlan:RestoreTestingPlan";
const selection = "aws:backup/restoreTestingSelection:RestoreTestingSelection";

describe("RestoreDrill", () => {
    it("restores the newest snapshot of the vault each week, and none that is older than one", async () => {
        const test = inputsOf(await recorded(() => new RestoreDrill("drill", args)), plan);
        assert.match(String(test.scheduleExpression), /^cron\(\d+ \d+ \? \* MON \*\)$/);
        assert.deepEqual(test.recoveryPointSelection, {
            algorithm: "LATEST_WITHIN_WINDOW",
            includeVaults: ["arn:near"],
            recoveryPointTypes: ["SNAPSHOT"],
            selectionWindowDays: 7,
        });
    });

    it("puts the copy where the database is, behind a security group that lets nothing through", async () => {
        const made = await recorded(() => new RestoreDrill("drill", args));
        const group = inputsOf(made, "aws:ec2/securityGroup:SecurityGroup");
        assert.deepEqual([group.vpcId, group.ingress, group.egress], ["vpc-1", undefined, undefined]);
        assert.ok(!made.some(({ type }) => type.includes("SecurityGroupIngressRule")));
        assert.ok(!made.some(({ type }) => type.includes("SecurityGroupEgressRule")));
        assert.deepEqual(inputsOf(made, selection).restoreMetadataOverrides, {
            dbSubnetGroupName: "isolated",
            dbParameterGroupName: "pg17",
            dbInstanceClass: "db.t4g.medium",
            enableIamDatabaseAuthentication: "true",
            vpcSecurityGroupIds: '["drill-id"]',
        });
    });

    it("restores every tagged database, and can do nothing but restore", async () => {
        const made = await recorded(() => new RestoreDrill("drill", args));
        const chosen = inputsOf(made, selection);
        assert.equal(chosen.protectedResourceType, "RDS");
        assert.deepEqual(chosen.protectedResourceConditions, {
            stringEquals: [{ key: "aws:ResourceTag/backup-plan", value: "acme-staging" }],
        });
        const { policyArn } = inputsOf(made, "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
        assert.match(String(policyArn), /:policy\/service-role\/AWSBackupServiceRolePolicyForRestores$/);
    });

    it("has a name that AWS takes, or refuses the prefix", async () => {
        const made = await recorded(() => new RestoreDrill("drill", args));
        assert.equal(inputsOf(made, plan).name, "acme_staging");
        await recorded(() => {
            const prefix = "a".repeat(51);
            assert.throws(
                () => new RestoreDrill("drill", { ...args, prefix }),
                /prefix is a+; use at most 50/,
            );
        });
    });
});
