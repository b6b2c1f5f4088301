// At plan time a function with an unknown argument, or after a resource that is not there yet, is not called:
// its result is unknown.
import * as aws from "@pulumi/aws";

const key = new aws.kms.Key("key");
const topic = new aws.sns.Topic("topic");

const byArgument = aws.iam.getPolicyDocumentOutput({
    statements: [{ actions: ["kms:Decrypt"], resources: [key.arn] }],
});
const byDependency = aws.getCallerIdentityOutput({}, { dependsOn: [topic] });

new aws.iam.Policy("policy", { policy: byArgument.json });
new aws.sns.Topic("after", { displayName: byDependency.accountId });
