import * as aws from "@pulumi/aws";
import { inCertificateAlarms, propertyOf, whyLapses } from "../../certificates.ts";
import { leaveOut, set } from "../../edits.ts";
import type { ResourceClass } from "../../graph.ts";
import { stackRule, type Edit } from "../../rule.ts";

const { Distribution } = aws.cloudfront;
const servers: ResourceClass[] = [Distribution, aws.lb.Listener, aws.alb.Listener];
const atEdge =
    (edit: Edit): Edit =>
    (node, nodes) => {
        if (propertyOf(node) === "viewerCertificate") edit(node, nodes);
    };

export default stackRule(servers, {
    id: "certificates-watched",
    criterion: "SEC-04",
    severity: "high",
    says: "A person hears weeks before a certificate that users, or the CDN, meet ends without having been renewed.",
    fix: "Add an aws.cloudwatch.MetricAlarm on DaysToExpiry below 30 of its CertificateArn, with alarmActions; for a CloudFront distribution in region us-east-1, with a topic of that region (components/watch/health/edge-alarms.ts).",
    check: (node, stack) => whyLapses(node, propertyOf(node), stack),
    breaks: {
        "left out": inCertificateAlarms("remove"),
        "told to nobody": inCertificateAlarms(leaveOut("alarmActions")),
        "switched off": inCertificateAlarms(set("actionsEnabled", false)),
        "where nothing is heard of it": atEdge(inCertificateAlarms(set("region", "eu-west-1"))),
    },
});
