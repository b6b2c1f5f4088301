import { alphabet, aws, count, length, oneOf, range } from "./kinds.ts";
import type { Limit } from "./row.ts";
import { api } from "./sources.ts";

const budget = aws("budgets", "Budget");
const notification = api("budgets", "CreateNotification");

export const budgets: Limit[] = [
    length(budget, "name", 1, 100, api("budgets", "Budget")),
    alphabet(
        budget,
        "name",
        /^(?!.*\/action\/)[^:\\]+$/,
        "no :, no \\ and no /action/",
        api("budgets", "Budget"),
        {
            good: ["monthly (EUR)"],
            bad: ["a:b", "a\\b", "a/action/b"],
        },
    ),
    alphabet(
        budget,
        "limitAmount",
        /^(\d*\.)?\d+$/,
        "a number such as 200 or 99.5",
        api("budgets", "Spend"),
        {
            good: ["200", "99.5"],
            bad: ["200 USD", "-1", "1,000"],
        },
    ),
    range(budget, "notifications[].threshold", 0, 15000000000000, api("budgets", "Notification"), {
        step: 0.5,
    }),
    oneOf(
        budget,
        "notifications[].comparisonOperator",
        ["GREATER_THAN", "LESS_THAN", "EQUAL_TO"],
        api("budgets", "Notification"),
    ),
    oneOf(
        budget,
        "notifications[].thresholdType",
        ["PERCENTAGE", "ABSOLUTE_VALUE"],
        api("budgets", "Notification"),
    ),
    oneOf(
        budget,
        "notifications[].notificationType",
        ["ACTUAL", "FORECASTED"],
        api("budgets", "Notification"),
    ),
    count(budget, "notifications[].subscriberEmailAddresses", 0, 10, notification, {
        item: (n) => `person-${n}@example.com`,
    }),
    count(budget, "notifications[].subscriberSnsTopicArns", 0, 1, notification),
    oneOf(
        budget,
        "timeUnit",
        ["DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY", "CUSTOM"],
        api("budgets", "Budget"),
    ),
];
