import * as datadog from "@pulumi/datadog";
import { inEvery, inFound, set } from "../../edits.ts";
import { metricsOf } from "../../alarmed.ts";
import { pagedOf } from "../../paging.ts";
import { stackRule } from "../../rule.ts";

/** Seconds; what is looked at less often has been down for long before somebody hears of it. */
const seldom = 300;
const without = (name: string) =>
    inFound((_node, stack) => stack.all(datadog.MonitorJson).filter((one) => one.name === name), "remove");

export default stackRule(datadog.SyntheticsTest, {
    id: "datadog-sees-pages",
    criterion: "OBS-06",
    severity: "medium",
    says: "Where a team looks at Datadog, it has what wakes a person in CloudWatch: each alarm of it, and the look from outside.",
    fix: "Make a monitor of the same name for each alarm that the page is made of, and let the test run every 5 minutes or more often (components/watch/datadog.ts).",
    check: ({ props }, stack) => {
        if (props.status !== "live" || (props.optionsList?.tickEvery ?? Infinity) > seldom)
            return "Datadog looks from outside too seldom, or not at all.";
        const monitors = new Set(stack.all(datadog.MonitorJson).map(({ name }) => name));
        // What CloudWatch's canary finds, the test finds by itself.
        const plain = pagedOf(stack).filter((one) => !metricsOf(one).some((at) => at.dimensions?.CanaryName));
        const missing = plain.filter(({ name }) => !monitors.has(name));
        return missing.length > 0
            ? `${missing.map(({ name }) => name).join(", ")} has none there.`
            : undefined;
    },
    breaks: {
        "left out": without("users-are-hurt"),
        "a part": without("nobody-answers"),
        "a whole of parts": without("available-fast"),
        paused: inEvery(datadog.SyntheticsTest, set("status", "paused")),
        "every hour": inEvery(datadog.SyntheticsTest, set("optionsList.tickEvery", 3600)),
    },
});
