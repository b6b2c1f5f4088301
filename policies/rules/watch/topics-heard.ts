import * as aws from "@pulumi/aws";
import { inNaming } from "../../edits.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(aws.sns.Topic, {
    id: "topics-heard",
    criterion: "OBS-11",
    severity: "high",
    says: "Whatever is sent to a topic reaches somebody.",
    fix: "Add an aws.sns.TopicSubscription whose topic is this one, and have it confirmed: npm run alarm-drill says whether it is.",
    check: (topic, stack) =>
        stack.naming(topic, "topic", aws.sns.TopicSubscription).length > 0
            ? undefined
            : "Nobody listens to it.",
    breaks: { "left out": inNaming(aws.sns.TopicSubscription, "topic", "remove") },
});
