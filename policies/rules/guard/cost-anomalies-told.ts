import * as aws from "@pulumi/aws";
import { inEvery, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { listOf } from "../../values.ts";

const { AnomalySubscription } = aws.costexplorer;

export default stackRule(aws.cloudtrail.Trail, {
    id: "cost-anomalies-told",
    criterion: "CST-02",
    severity: "medium",
    says: "Where the account's audit log is, a person hears within a day of a service that costs more than it used to.",
    fix: "Add an aws.costexplorer.AnomalySubscription, DAILY or IMMEDIATE, of a monitor, with a subscriber.",
    check: (_trail, stack) => {
        const found = stack.all(AnomalySubscription);
        const isHeard = found.some(({ props }) => {
            const people = listOf(props.subscribers).filter(({ address }) => address !== "");
            return people.length > 0 && /^(DAILY|IMMEDIATE)$/.test(props.frequency);
        });
        return isHeard ? undefined : "Nobody hears of it.";
    },
    breaks: {
        "left out": inEvery(AnomalySubscription, "remove"),
        "to nobody": inEvery(AnomalySubscription, set("subscribers", [])),
        "once a week": inEvery(AnomalySubscription, set("frequency", "WEEKLY")),
    },
});
