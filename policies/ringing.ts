import * as aws from "@pulumi/aws";
import { metricsOf, tells } from "./alarmed.ts";
import { faultsOf } from "./emitted-faults.ts";
import { whyQuiet } from "./faults.ts";
import type { Node } from "./graph.ts";
import { whyDeaf } from "./deafness.ts";
import type { Stack } from "./stack.ts";

/** Why an alarm that tells somebody is quiet, or late, whatever is wrong; nothing of one that starts and stops tasks. */
export function whyUnringing(alarm: Node<any>, stack: Stack): string | undefined {
    if (!tells(alarm) || stack.named(alarm, "alarmActions", aws.appautoscaling.Policy).length > 0)
        return undefined;
    const faults = metricsOf(alarm).flatMap(({ namespace = "", metricName = "" }) => {
        const place = namespace.replace(/^(Airworthy)\/.+$/, "$1/<environment>");
        const ofPlace = Object.hasOwn(faultsOf, place) ? faultsOf[place]! : {};
        return Object.hasOwn(ofPlace, metricName) ? ofPlace[metricName]! : [];
    });
    // What nothing emits is for alarms-hear-something to refuse.
    if (faults.length === 0 || whyDeaf(alarm, stack) !== undefined) return undefined;
    const reasons = faults.map((fault) => whyQuiet(alarm, fault));
    return reasons.includes(undefined) ? undefined : reasons[0] && `${reasons[0]}.`;
}
