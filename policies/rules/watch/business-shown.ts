import * as aws from "@pulumi/aws";
import { countedBy, whyUnseen } from "../../business.ts";
import { containersOf } from "../../containers.ts";
import { inEvery, leaveOutWidgets, set } from "../../edits.ts";
import { hasUsers, inUsed } from "../../releases.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { inContainer, tasksOf, told } from "../../tasks.ts";

const { Dashboard, LogGroup } = aws.cloudwatch;
const elsewhere: Edit = ({ props, propertyDependencies: links }) => {
    leaveOutWidgets(props, '["Airworthy/');
    links.dashboardBody = (links.dashboardBody ?? []).filter(({ type }) => !type.endsWith(":LogGroup"));
};

export default stackRule(aws.ecs.Service, {
    id: "business-shown",
    criterion: "OBS-13",
    severity: "medium",
    says: "What the business makes of its users is on a dashboard, by numbers that the application writes to its log.",
    fix: "Name the numbers in airworthy:telemetry.businessMetrics, and write them as docs/runbooks/business.md says.",
    check: (service, stack) => {
        if (!hasUsers(service.props)) return undefined;
        const all = tasksOf(service, stack).flatMap((task) => containersOf(task));
        const counting = all.filter((one) => countedBy(one).names.length > 0);
        if (counting.length === 0) return "None of its containers is told to write numbers of the business.";
        return counting.map((one) => whyUnseen(one, stack)).find((fault) => fault !== undefined);
    },
    breaks: {
        "left out": inUsed(told("BUSINESS_METRICS")),
        nowhere: inUsed(told("AWS_EMF_NAMESPACE")),
        unseen: inUsed(inEvery(Dashboard, elsewhere)),
        "out of a log of a cheaper class": inUsed(
            inEvery(LogGroup, set("logGroupClass", "INFREQUENT_ACCESS")),
        ),
        "by another way": inUsed(inContainer((app) => (app.logConfiguration.logDriver = "awsfirelens"))),
    },
});
