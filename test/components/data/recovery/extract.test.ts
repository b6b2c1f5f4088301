import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Extract } from "../../../../components/data/recovery/extract.ts";
import { inputsOf, recorded } from "../../recorded.ts";
import { here, rights } from "./proof-built.ts";

const built = () =>
    recorded(() => {
        const pushed = new pulumi.ComponentResource("test:index:Image", "image");
        new Extract("extract", {
            accountId: "123456789012",
            region: "eu-central-1",
            prefix: "acme-staging",
            network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] },
            database: {
                place: { dbName: "app" },
                identifiers: { a: "acme-staging-a", b: "acme-staging-b" },
                operatorSecurityGroupId: "sg-operator",
            },
            proof: { bucket: "acme-proof" },
            image: { uri: "repository:tag", cpuArchitecture: "ARM64", pushed, toPull: [] },
            logGroupName: "/acme-staging/restore-proof",
        });
    });

describe("Extract", () => {
    it("signs in as one who reads and one who writes, finds the generations, and keeps reports; nothing else", async () => {
        const all = rights(await built(), "extract-run");
        const resourcesOf = (action: string) =>
            all.filter(({ Action }) => [Action].flat().includes(action)).flatMap(({ Resource }) => Resource);
        assert.deepEqual(
            resourcesOf("rds-db:connect"),
            ["checker_iam", "migrator_iam"].map((user) => here("rds-db", `dbuser:*/${user}`)),
        );
        assert.deepEqual(
            resourcesOf("rds:DescribeDBInstances"),
            ["a", "b"].map((generation) => here("rds", `db:acme-staging-${generation}`)),
        );
        assert.deepEqual(resourcesOf("s3:PutObject"), ["arn:aws:s3:::acme-proof/extracts/*"]);
        assert.deepEqual(all.flatMap(({ Action }) => Action).sort(), [
            "kms:Decrypt",
            "kms:GenerateDataKey",
            "rds-db:connect",
            "rds:DescribeDBInstances",
            "s3:PutObject",
        ]);
    });

    it("runs the image's second program, as nobody, on a file system that it can only read", async () => {
        const made = await built();
        const { containerDefinitions, family } = inputsOf(made, "aws:ecs/taskDefinition:TaskDefinition");
        const [one] = JSON.parse(String(containerDefinitions)) as Record<string, unknown>[];
        assert.deepEqual(one?.entryPoint, ["node", "/app/extract.cjs"]);
        assert.deepEqual([one?.user, one?.readonlyRootFilesystem], ["65532:65532", true]);
        assert.equal(family, "acme-staging-extract");
    });

    it("reaches AWS's services, and nothing reaches it", async () => {
        const made = await built();
        const { fromPort, toPort } = inputsOf(
            made,
            "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        );
        assert.deepEqual([fromPort, toPort], [443, 443]);
        assert.ok(!made.some(({ type }) => type.includes("SecurityGroupIngressRule")));
    });
});
