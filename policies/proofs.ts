import * as aws from "@pulumi/aws";
import { inFound } from "./edits.ts";
import { readableNode, type Node } from "./graph.ts";
import { referenceOf } from "./references.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { isListening } from "./told.ts";
import { isOff, listOf, numberOf } from "./values.ts";

const { EventRule } = aws.cloudwatch;

interface Pattern {
    source?: string[];
    "detail-type"?: string[];
    detail?: { status?: string[]; restoreTestingPlanArn?: string[] };
}

/** The rules of EventBridge that hear of each restore of a plan that is complete (AWS Backup's Developer Guide, "Restore testing validation"). */
export function startersOf(plan: Node<any>, stack: Stack): Node<any>[] {
    const on = stack.all(EventRule).filter(isListening);
    return on.filter((rule) => {
        const { texts, unknowns, links } = referenceOf(rule, "eventPattern");
        // Its text has the plan's ARN in it, and is not known before that is.
        if (unknowns > 0) return links.some(({ urn }) => urn === plan.urn);
        return texts.some((text) => hears(JSON.parse(text) as Pattern, plan));
    });
}

/** Edits them; "remove" takes them out of the stack. */
export function inStarters(edit: Edit | "remove"): Edit {
    return inFound((plan, stack) => startersOf(readableNode(plan), stack), edit);
}

function hears({ source, "detail-type": type, detail = {} }: Pattern, plan: Node<any>): boolean {
    const takes = (values: string[] | undefined, value: string) =>
        values === undefined || listOf(values).includes(value);
    return (
        takes(source, "aws.backup") &&
        takes(type, "Restore Job State Change") &&
        takes(detail.status, "COMPLETED") &&
        // Only now, for it is not known at preview, and most patterns are about something else.
        (detail.restoreTestingPlanArn === undefined || takes(detail.restoreTestingPlanArn, plan.props.arn))
    );
}

/** Whether an alarm is on the days since a restored copy was last proven. */
export function counts({ props }: Node<any>): boolean {
    return props.metricName === "DaysSinceProof";
}

/** Why nobody would hear of such an alarm when the days are more than `most`, or when there is no number. */
export function whyUnheard({ props }: Node<any>, most: number): string | undefined {
    const { treatMissingData = "missing", threshold, comparisonOperator, alarmActions } = props;
    if (treatMissingData !== "breaching") return `Its alarm takes missing data for "${treatMissingData}".`;
    const isAbove = /^GreaterThan(OrEqualTo)?Threshold$/.test(comparisonOperator);
    if (!isAbove || !(numberOf(threshold) <= most))
        return `Its alarm rings at ${comparisonOperator} of ${threshold} days.`;
    return isOff(props.actionsEnabled) || !alarmActions?.length ? "Its alarm tells nobody." : undefined;
}
