import * as aws from "@pulumi/aws";
import { inEvery, inNaming, leaveOut, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { isSet } from "../../references.ts";
import { listOf } from "../../values.ts";

const { LogDelivery, LogDeliverySource: Source } = aws.cloudwatch;
/** Fields in which people's sessions and passwords have been found. */
const secret = ["cs(Cookie)", "cs-uri-query", "cs(Referer)"];

export default stackRule(aws.cloudfront.Distribution, {
    id: "cdn-logs",
    criterion: "OBS-01",
    severity: "medium",
    says: "Every request that reaches the CDN is on record, without cookies and query strings.",
    fix: `Add an aws.cloudwatch.LogDeliverySource of it and a LogDelivery whose recordFields leave out ${secret.join(", ")}.`,
    check: (distribution, stack) => {
        const sources = stack.naming(distribution, "resourceArn", Source);
        const deliveries = sources.flatMap((source) =>
            stack.naming(source, "deliverySourceName", LogDelivery),
        );
        if (deliveries.length === 0) return "It writes no access logs.";
        if (isSet(distribution.props.loggingConfig ?? {}, "bucket"))
            return "It writes logs of the older kind as well, with every query.";
        const fields = deliveries.map(({ props }) => listOf(props.recordFields));
        // CloudFront's own choice has both.
        if (!deliveries.every(({ props }) => isSet(props, "recordFields")))
            return "Its logs hold every field.";
        const shown = secret.find((one) => fields.flat().includes(one));
        return shown && `Its logs hold ${shown}.`;
    },
    breaks: {
        "left out": inNaming(Source, "resourceArn", "remove"),
        "delivered nowhere": inEvery(LogDelivery, "remove"),
        "every field": inEvery(LogDelivery, leaveOut("recordFields")),
        "with cookies": inEvery(LogDelivery, set("recordFields", ["date", "cs(Cookie)"])),
        "with the page before": inEvery(LogDelivery, set("recordFields", ["date", "cs(Referer)"])),
        "of the older kind": set("loggingConfig", { bucket: "logs.s3.amazonaws.com" }),
    },
});
