import * as aws from "@pulumi/aws";
import { inJson, inNaming, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { inHearing, whyUntold } from "../../told.ts";

const acts = ["DeleteBucketPolicy", "PutBucketPolicy", "PutBucketVersioning"];
const source = "aws.s3";

export default stackRule(aws.cloudtrail.Trail, {
    id: "audit-store-told",
    criterion: "SEC-11",
    severity: "medium",
    says: "A person hears of it when somebody changes what keeps the audit log's bucket from being emptied.",
    fix: `Add an aws.cloudwatch.EventRule for ${acts.join(", ")} of ${source}, and an EventTarget that is a topic of this stack.`,
    check: ({ props: { s3BucketName: bucketName } }, stack) =>
        whyUntold(stack, source, acts, { requestParameters: { bucketName } }),
    breaks: {
        "left out": inHearing(source, "remove"),
        "turned off": inHearing(source, set("state", "DISABLED")),
        "to nobody": inHearing(source, inNaming(aws.cloudwatch.EventTarget, "rule", "remove")),
        "of the policy alone": inHearing(
            source,
            inJson("eventPattern", ({ detail }) => (detail.eventName = ["DeleteBucketPolicy"])),
        ),
        "of another bucket": inHearing(
            source,
            inJson("eventPattern", ({ detail }) => (detail.requestParameters.bucketName = ["another"])),
        ),
    },
});
