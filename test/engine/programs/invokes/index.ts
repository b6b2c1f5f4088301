// Functions answer in plain form (a promise) and in output form, and an argument's dependencies reach the
// result.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const identity = await aws.getCallerIdentity({});
const zones = aws.getAvailabilityZonesOutput({ state: "available" });
const queue = new aws.sqs.Queue("queue");
const policy = aws.iam.getPolicyDocumentOutput({
    statements: [{ actions: ["sqs:SendMessage"], resources: ["*"] }],
});
new aws.sqs.QueuePolicy("policy", { queueUrl: queue.url, policy: policy.json });
new aws.ec2.Subnet("subnet", {
    vpcId: "vpc-1",
    cidrBlock: "10.0.0.0/24",
    availabilityZone: zones.names.apply((n) => n[0]!),
});

export const account = identity.accountId;
export const role = pulumi.interpolate`arn:aws:iam::${identity.accountId}:root`;
export const hidden = aws.getRegionOutput({ region: pulumi.secret("eu-west-1") }).region;
