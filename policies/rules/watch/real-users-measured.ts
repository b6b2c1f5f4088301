import * as aws from "@pulumi/aws";
import { containersOf } from "../../containers.ts";
import { inEvery, set } from "../../edits.ts";
import { whyUnmeasured } from "../../measured.ts";
import { inMonitor, inMonitorTold, unseen } from "../../monitors.ts";
import { hasUsers, inUsed } from "../../releases.ts";
import { stackRule } from "../../rule.ts";
import { tasksOf, told } from "../../tasks.ts";

const policy = "securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy";

export default stackRule(aws.ecs.Service, {
    id: "real-users-measured",
    criterion: "OBS-10",
    severity: "medium",
    says: "Browsers of real users tell how fast pages are for them, and a dashboard shows it: LCP, INP and CLS.",
    fix: "Set airworthy:realUsers.samplePercent, and have the application's pages measure: docs/runbooks/real-users.md.",
    check: (service, stack) => {
        if (!hasUsers(service.props)) return undefined;
        return whyUnmeasured(tasksOf(service, stack).flatMap(containersOf), stack);
    },
    breaks: {
        "left out": inUsed(inMonitorTold(() => [])),
        "of another stack": inUsed(
            inMonitorTold((one) => [{ ...one, valueFrom: `${one.valueFrom}-of-old` }]),
        ),
        nowhere: inUsed(told("RUM_ENDPOINT")),
        "none of them": inUsed(inMonitor((one) => (one.AppMonitorConfiguration.SessionSampleRate = 0))),
        "of another site": inUsed(inMonitor((one) => (one.Domain = "shop.example.org"))),
        "nobody may send": inUsed(inMonitor((one) => delete one.ResourcePolicy)),
        "refused by the page": inUsed(
            inEvery(aws.cloudfront.ResponseHeadersPolicy, set(policy, "default-src 'self'")),
        ),
        unseen: inUsed(inEvery(aws.cloudwatch.Dashboard, unseen)),
    },
});
