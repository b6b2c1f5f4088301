import * as aws from "@pulumi/aws";
import { fromNowhere, inNaming, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";

const { EventArchive, EventBus } = aws.cloudwatch;
const inArchive = (edit: Parameters<typeof inNaming>[2]) => inNaming(EventArchive, "eventSourceArn", edit);
const other = "arn:aws:events:us-east-1:123456789012:event-bus/others";

export default stackRule(EventBus, {
    id: "events-archived",
    criterion: "SCA-08",
    severity: "medium",
    says: "Every event is kept, so that it can be played again for a service that missed it or got it wrong.",
    fix: "Add an aws.cloudwatch.EventArchive of this bus, without an eventPattern.",
    check: (bus, stack) => {
        const archives = stack.naming(bus, "eventSourceArn", EventArchive);
        if (archives.length === 0) return "It has no archive.";
        return archives.some(({ props }) => !props.eventPattern)
            ? undefined
            : "Its archive keeps only what matches its eventPattern.";
    },
    breaks: {
        "left out": inArchive("remove"),
        "another bus's": inArchive(set("eventSourceArn", other)),
        "of nobody knows what": inArchive(fromNowhere("eventSourceArn")),
        "some events": inArchive(set("eventPattern", '{"source":["orders"]}')),
    },
});
