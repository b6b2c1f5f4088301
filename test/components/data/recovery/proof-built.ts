import * as pulumi from "@pulumi/pulumi";
import { RestoreProof, type RestoreProofArgs } from "../../../../components/data/recovery/proof.ts";
import { inputsOf, recorded, type Made } from "../../recorded.ts";

export const args: RestoreProofArgs = {
    accountId: "123456789012",
    region: "eu-central-1",
    prefix: "acme-staging",
    network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] },
    cluster: { clusterName: "acme" },
    drill: { planArn: "arn:plan", planName: "acme_staging", securityGroupId: "sg-copies" },
    database: {
        place: { identifier: "acme-staging-a", dbName: "app" },
        identifiers: { a: "acme-staging-a", b: "acme-staging-b" },
    },
    image: {
        uri: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme/restore-check:abc",
        cpuArchitecture: "ARM64",
        // Made when it is built.
        pushed: undefined as never,
        toPull: [{ Effect: "Allow", Action: "ecr:BatchGetImage", Resource: "arn:repository" }],
    },
    code: {} as RestoreProofArgs["code"],
    logGroupName: "/acme-staging/restore-proof",
    kmsKeyArn: "arn:key",
    queueKmsKeyArn: "arn:queue-key",
    alertsTopicArn: "arn:alerts",
};
export const built = () =>
    recorded(() => {
        const pushed = new pulumi.ComponentResource("test:index:Image", "image");
        new RestoreProof("proof", { ...args, image: { ...args.image, pushed } });
    });

interface Statement {
    Effect: string;
    Action: string | string[];
    Resource: string | string[];
    Condition?: unknown;
    Principal?: unknown;
}
export const statementsOf = (text: unknown) =>
    (JSON.parse(String(text)) as { Statement: Statement[] }).Statement;
export const rights = (made: Made[], name: string) =>
    statementsOf(inputsOf(made, "aws:iam/rolePolicy:RolePolicy", name).policy);
export const here = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:123456789012:${rest}`;
export const alarmOf = (made: Made[], purpose: string) =>
    inputsOf(made, "aws:cloudwatch/metricAlarm:MetricAlarm", `proof-${purpose}`);
