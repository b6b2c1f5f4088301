// A StackReference reads the outputs that another stack left, here those of the program "stack-outputs".
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const other = new pulumi.StackReference("other", { name: new pulumi.Config().require("other") });
new aws.sns.Topic("topic", {
    displayName: other.requireOutput("known"),
    kmsMasterKeyId: other.getOutput("secret"),
    tags: { missing: other.getOutput("not there").apply((value) => `${value}`) },
});
export const nested = other.getOutput("nested");
export const details = other.getOutputDetails("known").then((found) => found.value);
