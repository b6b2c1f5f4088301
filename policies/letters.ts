import * as aws from "@pulumi/aws";
import { inFound } from "./edits.ts";
import type { Node } from "./graph.ts";
import { deadLettersOf } from "./queues.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { queuesOf } from "./workers.ts";

export const metric = "ApproximateNumberOfMessagesVisible";

/** Whether its letters come from queues alone, of which no service takes anything: then nothing fails. */
export function nobodyTakes(letters: Node<any>, stack: Stack): boolean {
    const from = (stack.all(aws.sqs.Queue) as Node<any>[]).filter((one) =>
        deadLettersOf(one, stack).some(({ urn }) => urn === letters.urn),
    );
    const taken = new Set(
        (stack.all(aws.ecs.Service) as Node<any>[]).flatMap((one) =>
            queuesOf(one, stack).map(({ urn }) => urn),
        ),
    );
    return from.length > 0 && !from.some(({ urn }) => taken.has(urn));
}

/** Edits the alarms on the letters of a queue; "remove" takes them out. */
export function inLetterAlarms(edit: Edit | "remove"): Edit {
    return inFound(({ props: { name } }, stack) => {
        const all = stack.all(aws.cloudwatch.MetricAlarm) as Node<any>[];
        return all.filter(({ props }) => props.metricName === metric && props.dimensions?.QueueName === name);
    }, edit);
}
