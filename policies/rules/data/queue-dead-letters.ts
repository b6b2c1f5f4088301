import * as aws from "@pulumi/aws";
import { inJson } from "../../edits.ts";
import { deadLettersOf, takesDeadLetters, whyMistried } from "../../queues.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { numberOf } from "../../values.ts";

/** The longest that SQS keeps a message, and its default, in seconds (API reference of CreateQueue). */
const [longest, usual] = [1_209_600, 345_600];

/** Edits a queue that has a redrive policy; the others take dead letters themselves. */
const redrive = (to: string | undefined): Edit => {
    return ({ props }) => {
        if (typeof props.redrivePolicy === "string" && props.redrivePolicy !== "") props.redrivePolicy = to;
    };
};
const tried = (times: number) => inJson("redrivePolicy", (policy) => (policy.maxReceiveCount = times));
const elsewhere = { deadLetterTargetArn: "arn:aws:sqs:us-east-1:123456789012:others", maxReceiveCount: 5 };

export default stackRule(aws.sqs.Queue, {
    id: "queue-dead-letters",
    criterion: "SCA-04",
    severity: "high",
    says: "Every queue hands what fails a few times to another, which keeps it for 14 days.",
    fix: `Name in redrivePolicy another aws.sqs.Queue of this stack, with messageRetentionSeconds of ${longest}, and a maxReceiveCount of 5.`,
    check: (queue, stack) => {
        if (deadLettersOf(queue, stack).length > 0) return whyMistried(queue, stack);
        if (!takesDeadLetters(queue, stack)) return "What fails is tried until it expires, and is lost then.";
        const { messageRetentionSeconds: seconds = usual } = queue.props;
        return numberOf(seconds) >= longest ? undefined : `It loses dead letters after ${seconds} seconds.`;
    },
    breaks: {
        "left out": redrive(undefined),
        "another stack's": redrive(JSON.stringify(elsewhere)),
        "after one try": tried(1),
        "after a thousand": tried(1000),
        "gone after 4 days": ({ props }) => {
            if (props.messageRetentionSeconds === longest) props.messageRetentionSeconds = usual;
        },
    },
});
