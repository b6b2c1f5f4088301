import * as aws from "@pulumi/aws";
import { inFound } from "./edits.ts";
import type { Node } from "./graph.ts";
import { matches } from "./patterns.ts";
import { referenceOf } from "./references.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { isOff, listOf } from "./values.ts";

const { EventRule, EventTarget } = aws.cloudwatch;

interface Pattern {
    source?: string[];
    /** ARNs; left out, it is about all. */
    resources?: string[];
    detail?: Record<string, unknown>;
}

/** Whether a rule of EventBridge is switched on, by either of the two properties that say so. */
export function isListening({ props }: Node<any>): boolean {
    return props.state !== "DISABLED" && !isOff(props.isEnabled);
}

/** Whether EventBridge passes on to a topic of this stack what a service tells it, as far as the detail, and what it is about, are wide enough. */
export function isTold(
    stack: Stack,
    source: string,
    isWide: (detail: Record<string, any>, resources: string[] | undefined) => boolean,
): boolean {
    return isPassedOn(
        stack,
        ({ source: from, detail = {}, resources }) =>
            listOf(from).includes(source) && isWide(detail, resources),
    );
}

/** Whether EventBridge passes on each of these events to a topic of this stack: by the words of its own patterns (patterns.ts). */
export function areHeard(stack: Stack, events: readonly object[]): boolean {
    return events.every((event) => isPassedOn(stack, (pattern) => matches(pattern, event)));
}

/** Which of these calls of a service nobody hears of; nothing where a person hears of each. */
export function whyUntold(
    stack: Stack,
    source: string,
    acts: readonly string[],
    about: object = {},
): string | undefined {
    const eventSource = `${source.replace("aws.", "")}.amazonaws.com`;
    const call = (eventName: string) => ({
        ...{ source, "detail-type": "AWS API Call via CloudTrail" },
        detail: { eventSource, eventName, ...about },
    });
    const unheard = acts.filter((act) => !areHeard(stack, [call(act)]));
    return unheard.length > 0 ? `Nobody hears of ${unheard.join(", ")}.` : undefined;
}

function isPassedOn(stack: Stack, isIt: (pattern: Pattern) => boolean): boolean {
    const hearing = stack.all(EventRule).filter((rule) => isListening(rule) && patternsOf(rule).some(isIt));
    return hearing.some((rule) =>
        stack
            .naming(rule, "rule", EventTarget)
            .some(
                (target) => stack.named(target, "arn", aws.sns.Topic).length > 0 || isByPolicy(target, stack),
            ),
    );
}

/** A topic's policy names it, too: who waits for the policy has its ARN from there. */
function isByPolicy(target: Node<any>, stack: Stack): boolean {
    return stack.named(target, "arn", aws.sns.TopicPolicy).length > 0;
}

/** Edits the rules that hear of a service, or of this event of it; "remove" takes them out of the stack. */
export function inHearing(source: string, edit: Edit | "remove", event?: string): Edit {
    const hears = (rule: Node<any>) =>
        patternsOf(rule).some(
            ({ source: from, detail }) =>
                listOf(from).includes(source) &&
                (event === undefined || listOf(detail?.eventName).includes(event)),
        );
    return inFound((_node, stack) => stack.all(EventRule).filter(hears), edit);
}

/** What is not known before the deployment is about something of this stack, and not about the account. */
function patternsOf(rule: Node<any>): Pattern[] {
    return referenceOf(rule, "eventPattern").texts.map((text) => JSON.parse(text) as Pattern);
}
