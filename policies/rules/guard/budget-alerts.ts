import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";

export default resourceRule(aws.budgets.Budget, {
    id: "budget-alerts",
    criterion: "CST-01",
    severity: "high",
    says: "A person hears of it when the month costs, or will cost, more than planned.",
    fix: "Give the budget notifications of type ACTUAL and FORECASTED, each with a subscriber.",
    check: ({ notifications = [] }) => {
        const heard = notifications.filter((one) => {
            const to = [...(one.subscriberEmailAddresses ?? []), ...(one.subscriberSnsTopicArns ?? [])];
            return to.length > 0 && one.threshold <= 100;
        });
        const missing = ["ACTUAL", "FORECASTED"].filter(
            (kind) => !heard.some((one) => one.notificationType === kind),
        );
        return missing.length > 0
            ? `Nobody hears of ${missing.join(" and ")} spend at 100 percent.`
            : undefined;
    },
    breaks: {
        "left out": leaveOut("notifications"),
        "no forecast": set("notifications", [notification("ACTUAL")]),
        "to nobody": (budget) => {
            for (const one of budget.props.notifications) one.subscriberEmailAddresses = [];
        },
    },
});

function notification(notificationType: string) {
    return { notificationType, threshold: 80, subscriberEmailAddresses: ["someone@example.com"] };
}
