// In step 2 an input that could change in place replaces its resource: named, nested, or any ("*").
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const step = new pulumi.Config().requireNumber("step");
const args = { displayName: `step ${step}`, tags: { owner: `team-${step}` } };
new aws.sns.Topic("named", args, { replaceOnChanges: ["displayName"] });
new aws.sns.Topic("nested", args, { replaceOnChanges: ["tags.owner"] });
new aws.sns.Topic("any", args, { replaceOnChanges: ["*"] });
new aws.sns.Topic("other", args, { replaceOnChanges: ["kmsMasterKeyId"] });
