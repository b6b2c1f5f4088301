// Two versions of a package get a default provider each; functions follow their own version.
import * as aws from "@pulumi/aws";

new aws.sns.Topic("installed");
new aws.sns.Topic("older", {}, { version: "7.40.0" });
new aws.sns.Topic("older-too", {}, { version: "7.40.0" });
export const region = aws.getRegionOutput({}, { version: "7.40.0" }).region;
