// In step 2 a changed `replacementTrigger` replaces a resource with equal inputs, and `replaceWith` takes
// another along.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const step = new pulumi.Config().requireNumber("step");
const lead = new aws.sns.Topic("lead", {}, { replacementTrigger: `step ${step}` });
new aws.sns.Topic("follows", {}, { replaceWith: [lead] });
new aws.sns.Topic("same", {}, { replacementTrigger: "always" });
