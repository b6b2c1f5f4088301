import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule, type Edit } from "../../rule.ts";
import { numberOf } from "../../values.ts";

const each = (edit: (alert: Record<string, unknown>) => void): Edit => {
    return ({ props }) => props.notifications?.forEach(edit);
};

export default resourceRule(aws.budgets.Budget, {
    id: "budget-alerts",
    criterion: "CST-01",
    severity: "high",
    says: "A person hears of it when the month costs, or will cost, more than planned.",
    fix: "Give a monthly budget GREATER_THAN notifications of type ACTUAL and FORECASTED, at most 100 percent, each with a subscriber.",
    check: ({ notifications = [], timeUnit }) => {
        if (timeUnit !== "MONTHLY") return `It looks at a time of ${timeUnit}, and not at the month.`;
        const heard = notifications.filter((one) => {
            const { subscriberEmailAddresses: people = [], subscriberSnsTopicArns: topics = [] } = one;
            const isInTime = one.thresholdType === "PERCENTAGE" && numberOf(one.threshold) <= 100;
            const hasReader = topics.length > 0 || people.some((address) => address.includes("@"));
            return isInTime && one.comparisonOperator === "GREATER_THAN" && hasReader;
        });
        const missing = ["ACTUAL", "FORECASTED"].filter(
            (kind) => !heard.some(({ notificationType }) => notificationType === kind),
        );
        if (missing.length === 0) return undefined;
        return `Nobody hears of ${missing.join(" and ")} spend at 100 percent.`;
    },
    breaks: {
        "left out": leaveOut("notifications"),
        "no forecast": each((alert) => (alert.notificationType = "ACTUAL")),
        "to nobody": each((alert) => (alert.subscriberEmailAddresses = [])),
        "too late": each((alert) => (alert.threshold = 150)),
        "when it is low": each((alert) => (alert.comparisonOperator = "LESS_THAN")),
        "once a year": set("timeUnit", "ANNUALLY"),
    },
});
