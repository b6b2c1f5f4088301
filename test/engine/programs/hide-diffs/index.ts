// In step 2 `hideDiffs` keeps the changed input out of the shown difference, not out of the update.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const step = new pulumi.Config().requireNumber("step");
new aws.sns.Topic("topic", { displayName: `step ${step}` }, { hideDiffs: ["displayName"] });
