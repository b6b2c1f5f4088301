import * as aws from "@pulumi/aws";
import { nameIn, ringsWith } from "./alarm-rule.ts";
import { isOn, metricsOf, tells } from "./alarmed.ts";
import { inFound } from "./edits.ts";
import { readableNode, type Node } from "./graph.ts";
import { tellersOf } from "./publishing.ts";
import { isLeftOut, referenceOf } from "./references.ts";
import type { Edit } from "./rule.ts";
import { Stack } from "./stack.ts";

const { AlarmMuteRule, CompositeAlarm, MetricAlarm } = aws.cloudwatch;

/** The names that an alarm made of others goes by; those that have to be still for it to ring count for nothing. */
function namesIn(alarmRule: string): string[] {
    const ringing = alarmRule.replaceAll(/\bNOT\s+(ALARM|OK|INSUFFICIENT_DATA)\s*\([^)]*\)/gi, "");
    return [...ringing.matchAll(/\bALARM\s*\(\s*["']?([^"')]+)["']?\s*\)/gi)].map(([, name]) =>
        nameIn(name!.trim()),
    );
}

/** The alarms on metrics that one is made of, and of those that these are made of. */
export function partsOf(composite: Node<any>, stack: Stack, seen = new Set<string>()): Node<any>[] {
    if (seen.has(composite.urn)) return [];
    seen.add(composite.urn);
    const names = new Set(namesIn(String(composite.props.alarmRule)));
    // Names of some alarms are not known yet: those are no part, for then the rule would not be known either.
    const named = (property: string) => (alarm: Node<any>) => names.has(textOf(alarm, property));
    const inner = (stack.all(CompositeAlarm) as Node<any>[]).filter(named("alarmName"));
    const own = (stack.all(MetricAlarm) as Node<any>[]).filter(named("name"));
    return [...own, ...inner.flatMap((one) => partsOf(one, stack, seen))];
}

function textOf(alarm: Node<any>, property: string): string {
    try {
        return String(alarm.props[property] ?? alarm.name);
    } catch {
        return "";
    }
}

/** The alarms made of others, of which one looks at this metric; "all" for those in which every part has to ring. */
export function madeOf(metricName: string, stack: Stack, which: "any" | "all" = "any"): Node<any>[] {
    const isJoined = ({ props }: Node<any>) => which === "any" || !/\bOR\b/i.test(String(props.alarmRule));
    const isMade = (one: Node<any>) => partsOf(one, stack).some((part) => isOn(part, metricName));
    return (stack.all(CompositeAlarm) as Node<any>[]).filter((one) => isJoined(one) && isMade(one));
}

/** What users feel: requests that fail, and nobody there to answer. */
export const page = { failed: "HTTPCode_Target_5XX_Count", healthy: "HealthyHostCount" };

/** The alarms that say that users are hurt, at noon and at night, and that tell it. */
export function pagesOf(stack: Stack): Node<any>[] {
    const isWhole = (one: Node<any>) => partsOf(one, stack).some((part) => isOn(part, page.healthy));
    return madeOf(page.failed, stack).filter((one) => tells(one) && isWhole(one));
}

/** Whether one that is made of others rings when this alarm does, and none beside it. */
function ringsAlone(made: Node<any>, alarm: Node<any>, stack: Stack, above: string[] = []): boolean {
    const inner = stack.all(CompositeAlarm) as Node<any>[];
    const isRinging = (name: string): boolean => {
        if (name === textOf(alarm, "name")) return true;
        const one = inner.find((other) => textOf(other, "alarmName") === name && !above.includes(name));
        return one !== undefined && ringsAlone(one, alarm, stack, [...above, name]);
    };
    return ringsWith(String(made.props.alarmRule), isRinging);
}

/** Whether somebody is woken when this alarm rings, and none beside it. */
export function isPagedAlone(alarm: Node<any>, stack: Stack): boolean {
    return pagesOf(stack).some((made) => ringsAlone(made, alarm, stack));
}

/** Why an alarm made of others tells always, or not while something else is so; nothing where it is free of that. */
export function whyMuted(made: Node<any>, stack: Stack): string | undefined {
    const alarmRule = String(made.props.alarmRule);
    if (ringsWith(alarmRule, () => false)) return `${made.name} rings when none of its alarms does.`;
    if (!ringsWith(alarmRule, () => true)) return `${made.name} is quiet while another alarm rings.`;
    if (!isLeftOut(made, "actionsSuppressor") && made.props.actionsSuppressor !== undefined)
        return `${made.name} tells nobody while its actionsSuppressor rings.`;
    const muting = stack.all(AlarmMuteRule).find((one) => {
        const { texts, links } = referenceOf(one, "muteTargets");
        return texts.includes(textOf(made, "alarmName")) || links.some(({ urn }) => urn === made.urn);
    });
    return muting && `${muting.name} mutes ${made.name}.`;
}

/** Whether a topic hears from alarms, and from none that anything could make ring: what it is kept for goes elsewhere. */
function isIdle(topic: Node<any>, stack: Stack): boolean {
    const isDrill = ({ props }: Node<any>) =>
        props.alarmRule !== undefined && namesIn(String(props.alarmRule)).length === 0;
    const tellers = tellersOf(topic, stack);
    return tellers.length > 0 && tellers.every(isDrill);
}

/** What an alarm made of others waits for that is none of this stack's: CloudWatch takes no such rule, or hears nothing of it. */
function ghostIn({ name, props }: Node<any>, stack: Stack): string | undefined {
    const known = [
        ...(stack.all(CompositeAlarm) as Node<any>[]).map((one) => textOf(one, "alarmName")),
        ...(stack.all(MetricAlarm) as Node<any>[]).map((one) => textOf(one, "name")),
    ];
    const ghost = namesIn(String(props.alarmRule)).find((one) => !known.includes(one));
    return ghost && `${name} waits for ${ghost}, which is no alarm of this stack.`;
}

/** Why nobody is woken when users are hurt, or is when they are not; nothing where somebody is. */
export function whyUnwoken(stack: Stack): string | undefined {
    const pages = pagesOf(stack);
    if (pages.length === 0) return "No alarm puts together what users feel, at noon and at night.";
    const unpaged = hurting(stack).find((one) => tells(one) && !isPagedAlone(one, stack));
    if (unpaged) return `Nobody is woken when ${unpaged.name} alone rings.`;
    const muted = pages.map((one) => whyMuted(one, stack) ?? ghostIn(one, stack)).find(Boolean);
    const idle = (stack.all(aws.sns.Topic) as Node<any>[]).find((one) => isIdle(one, stack));
    return muted ?? (idle && `Nothing but a drill tells ${idle.name}: whoever it wakes sleeps on.`);
}

/** The alarms on what users feel of one version, or of nobody being there: whichever rings, they are hurt. */
function hurting(stack: Stack): Node<any>[] {
    const felt = [page.failed, "TargetResponseTime", page.healthy];
    const isFelt = ({ metricName = "", dimensions = {} }: ReturnType<typeof metricsOf>[number]) =>
        felt.includes(metricName) && Object.hasOwn(dimensions, "TargetGroup");
    return (stack.all(MetricAlarm) as Node<any>[]).filter((one) => metricsOf(one).some(isFelt));
}

/** The alarms that the page names, whatever they look at, and the page itself. */
export function pagedOf(stack: Stack): Node<any>[] {
    const pages = pagesOf(stack);
    const names = new Set(pages.flatMap(({ props }) => namesIn(String(props.alarmRule))));
    const own = (stack.all(MetricAlarm) as Node<any>[]).filter((one) => names.has(textOf(one, "name")));
    const inner = (stack.all(CompositeAlarm) as Node<any>[]).filter((one) =>
        names.has(textOf(one, "alarmName")),
    );
    return [...pages, ...own, ...inner];
}

/** Edits the alarms that are made of one on this metric, or takes them out. */
export function inMadeOf(metricName: string, which: "any" | "all", edit: Edit | "remove"): Edit {
    return inFound((_node, stack) => madeOf(metricName, stack, which), edit);
}

/** Edits those of them that are called so, or takes them out. */
export function inComposites(name: RegExp, edit: Edit | "remove"): Edit {
    return inFound((_node, stack) => stack.all(CompositeAlarm).filter((one) => name.test(one.name)), edit);
}

/** Has one that is made of others tell what one of these tells by itself. */
export const likeItsPart: Edit = (made, nodes) => {
    const [part] = partsOf(readableNode(made), new Stack(nodes)).filter(tells);
    const { props, propertyDependencies } = nodes.find(({ urn }) => urn === part?.urn)!;
    made.props.alarmActions = props.alarmActions;
    made.propertyDependencies.alarmActions = propertyDependencies.alarmActions!;
};
