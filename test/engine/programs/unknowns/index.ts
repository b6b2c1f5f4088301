// At plan time what comes from the cloud is unknown, and so is all that is made of it; `apply` does not run
// on it.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const topic = new aws.sns.Topic("topic", { displayName: "known" });
const lengths: number[] = [];
const length = topic.arn.apply((arn) => lengths.push(arn.length));

new aws.sns.Topic("made-of", {
    displayName: pulumi.interpolate`${topic.displayName}, ${topic.arn}`,
    tags: {
        known: topic.displayName.apply((name) => name ?? ""),
        unknown: topic.owner,
        mixed: pulumi.concat("x", topic.id),
    },
    deliveryPolicy: pulumi.jsonStringify({ arn: topic.arn, known: topic.displayName }),
});
export const ran = length;
export const list = pulumi.all([topic.displayName, topic.arn]);
export const secretUnknown = pulumi.secret(topic.arn);
