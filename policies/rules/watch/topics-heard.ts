import * as aws from "@pulumi/aws";
import { inNamed, inNaming, set } from "../../edits.ts";
import { closed, foreign, whyUntellable } from "../../publishing.ts";
import { stackRule } from "../../rule.ts";

const { TopicPolicy, TopicSubscription } = aws.sns;

/** Whether what has no attribute gets through, as alarms have none: each key of the filter has to say so. */
function takesAlarms(filterPolicy: unknown): boolean {
    const keys = Object.values(JSON.parse(String(filterPolicy || "{}")) as Record<string, unknown>);
    const isOpen = (one: unknown) => JSON.stringify(one) === '{"exists":false}';
    return keys.every((values) => Array.isArray(values) && values.some(isOpen));
}

export default stackRule(aws.sns.Topic, {
    id: "topics-heard",
    criterion: "OBS-11",
    severity: "high",
    says: "Whatever is sent to a topic reaches somebody.",
    fix: 'Add an aws.sns.TopicSubscription whose topic is this one, with no filterPolicy or with { "exists": false } under each of its keys, and have it confirmed: npm run alarm-drill says whether it is. Let cloudwatch.amazonaws.com publish to it, and use its key.',
    check: (topic, stack) => {
        const heard = stack.naming(topic, "topic", TopicSubscription);
        if (heard.length === 0) return "Nobody listens to it.";
        const isHeard = heard.some(({ props }) => takesAlarms(props.filterPolicy));
        if (!isHeard) return "Whoever listens to it filters alarms out: they have no attribute.";
        return whyUntellable(topic, stack);
    },
    breaks: {
        "left out": inNaming(TopicSubscription, "topic", "remove"),
        "closed to alarms": inNaming(TopicPolicy, "arn", closed),
        "of a key that is closed to them": inNamed("kmsMasterKeyId", aws.kms.Key, closed),
        "of a key that is off": inNamed("kmsMasterKeyId", aws.kms.Key, set("isEnabled", false)),
        "open to another account's": inNaming(TopicPolicy, "arn", foreign),
        "filtered out": inNaming(TopicSubscription, "topic", set("filterPolicy", '{"State":["FAILED"]}')),
    },
});
