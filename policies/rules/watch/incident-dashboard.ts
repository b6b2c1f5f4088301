import * as aws from "@pulumi/aws";
import { inEvery, set } from "../../edits.ts";
import { unseenOf, withoutWidgets } from "../../hops.ts";
import { stackRule } from "../../rule.ts";

const { Dashboard } = aws.cloudwatch;

export default stackRule(aws.lb.LoadBalancer, {
    id: "incident-dashboard",
    criterion: "OBS-09",
    severity: "medium",
    says: "Whoever is on call has a page that shows what users get, and how busy each part is that a request meets.",
    fix: "Add an aws.cloudwatch.Dashboard whose dashboardBody has the metrics of policies/hops.ts: of the CDN, the load balancer, the services that users reach, the database and the cache, each by its name.",
    check: unseenOf,
    breaks: {
        "left out": inEvery(Dashboard, "remove"),
        "of nothing": inEvery(Dashboard, set("dashboardBody", '{"widgets":[]}')),
        "without traffic": withoutWidgets("RequestCount"),
        "without errors": withoutWidgets("HTTPCode_Target_5XX_Count"),
        "without latency": withoutWidgets("TargetResponseTime"),
        "without healthy tasks": withoutWidgets("HealthyHostCount"),
        "without processors": withoutWidgets("CPUUtilization"),
        "without connections": withoutWidgets("DatabaseConnections"),
        "without the cache": withoutWidgets("DatabaseMemoryUsagePercentage"),
        "without the edge": withoutWidgets("5xxErrorRate"),
    },
});
