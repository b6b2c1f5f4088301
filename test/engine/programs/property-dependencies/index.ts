// Each input names the resources that it came from; parents and `dependsOn` are dependencies of no property.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const topic = new aws.sns.Topic("topic");
const queue = new aws.sqs.Queue("queue");
const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, { dependsOn: [queue] });

new aws.ec2.SecurityGroup("group", {
    vpcId: vpc.id,
    description: pulumi.interpolate`between ${topic.arn} and ${queue.arn}`,
    tags: { topic: topic.name, fixed: "yes" },
    ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [vpc.cidrBlock] }],
});
new aws.sns.TopicSubscription("subscription", {
    topic: topic.arn,
    protocol: "sqs",
    endpoint: pulumi.all([queue.arn, topic.arn]).apply(([arn]) => arn),
});
