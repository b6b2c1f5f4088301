import * as aws from "@pulumi/aws";
import { inNaming, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";

const { TopicSubscription } = aws.sns;

/** Whether what has no attribute gets through, as alarms have none: each key of the filter has to say so. */
function takesAlarms(filterPolicy: unknown): boolean {
    if (filterPolicy === undefined || filterPolicy === "") return true;
    const keys = Object.values(JSON.parse(String(filterPolicy)) as Record<string, unknown>);
    const isOpen = (one: unknown) => JSON.stringify(one) === '{"exists":false}';
    return keys.every((values) => Array.isArray(values) && values.some(isOpen));
}

export default stackRule(aws.sns.Topic, {
    id: "topics-heard",
    criterion: "OBS-11",
    severity: "high",
    says: "Whatever is sent to a topic reaches somebody.",
    fix: 'Add an aws.sns.TopicSubscription whose topic is this one, with no filterPolicy or with { "exists": false } under each of its keys, and have it confirmed: npm run alarm-drill says whether it is.',
    check: (topic, stack) => {
        const heard = stack.naming(topic, "topic", TopicSubscription);
        if (heard.length === 0) return "Nobody listens to it.";
        const isHeard = heard.some(({ props }) => takesAlarms(props.filterPolicy));
        return isHeard ? undefined : "Whoever listens to it filters alarms out: they have no attribute.";
    },
    breaks: {
        "left out": inNaming(TopicSubscription, "topic", "remove"),
        "filtered out": inNaming(TopicSubscription, "topic", set("filterPolicy", '{"State":["FAILED"]}')),
    },
});
