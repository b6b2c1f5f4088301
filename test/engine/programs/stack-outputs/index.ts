// Stack outputs keep nesting, secrets, lists and resources; undefined ones are left out.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const topic = new aws.sns.Topic("topic", { displayName: "known" });
export const known = topic.displayName;
export const computed = topic.arn;
export const secret = pulumi.secret("s3cret");
export const nested = {
    list: [1, "two", topic.arn, null],
    deep: { secret: pulumi.secret({ a: 1 }), flag: true },
};
export const missing = undefined;
export const promised = Promise.resolve("later");
export const resource = topic;
export const empty = { list: [], object: {} };
