import * as aws from "@pulumi/aws";
import { areCounting } from "./business.ts";
import { containersOf } from "./containers.ts";
import { dimensions as named } from "./dimensions.ts";
import { CannotTell, ifKnown, tokenOf, type Node, type ResourceClass } from "./graph.ts";
import { documented, own } from "./metrics.ts";
import { namesBy } from "./named.ts";
import { ancestorsOf, referenceOf } from "./references.ts";
import type { Stack } from "./stack.ts";
import { toldOf } from "./tasks.ts";
import { isListening } from "./told.ts";

/** A metric, as an alarm or a widget asks for it. */
export interface Metric {
    namespace: string;
    metricName: string;
    dimensions: Record<string, string>;
}

/** Where it is asked for: what is not known yet of a value is followed by the links of that property. */
interface Place {
    node: Node<any>;
    property: string;
}

/** Why nothing in this stack, and no code of ours, emits a metric. Throws where nobody can tell. */
export function whySilent(metric: Metric, place: Place, stack: Stack): string | undefined {
    const { namespace, metricName } = metric;
    const says = `${namespace} ${metricName}`;
    const by = Object.keys(metric.dimensions);
    if (!Object.hasOwn(documented, namespace)) return whyNotOurs(metric, by, stack);
    const { series, source } = documented[namespace]!;
    const sets = series.filter(({ names }) => names.includes(metricName)).flatMap((one) => one.by);
    if (sets.length === 0) return `${says} is nothing that policies/metrics.ts lists (${source}).`;
    if (!sets.some((set) => isSame(set, by)))
        return `${says} comes by ${sets.map(list).join(", or by ")}; by ${list(by)} there is none.`;
    return firstOf(by, (dimension) => {
        const fault = whyUnnamed(dimension, metric, place, stack);
        return fault && `${says}: ${fault}`;
    });
}

/** Why a dimension's value is the name of nothing in this stack. */
function whyUnnamed(dimension: string, metric: Metric, place: Place, stack: Stack): string | undefined {
    const { types, before, elsewhere } = named[dimension]!;
    const kinds = new Set(types.map((type) => tokenOf(type).split(":").at(-1)));
    const none = `names no ${[...kinds].join(" or ")} of this stack.`;
    const value = ifKnown(() => metric.dimensions[dimension]!);
    if (value !== undefined) {
        if (elsewhere?.test(value)) return undefined;
        const { names, stems, unnamed } = namesOf(dimension, stack);
        if (names.has(value) || (before && stems.has(before.of(value)))) return undefined;
        if (unnamed !== undefined) throw unnamed;
        return `${dimension} "${value}" ${none}`;
    }
    const { links } = referenceOf(place.node, place.property);
    const from = new Set(links.map(({ urn }) => urn));
    const isOf = (one: Node) => [one.urn, ...ancestorsOf(one)].some((urn) => from.has(urn));
    if (types.some((type) => emitting(type, stack).some(isOf))) return undefined;
    if (links.length === 0 || elsewhere !== undefined) throw new CannotTell(`${place.property}.${dimension}`);
    return `${dimension} ${none}`;
}

/** What a dimension's values may be in a stack, as far as it is known. */
interface Names {
    names: Set<string>;
    /** Of which a name is made that is not known yet. */
    stems: Set<string>;
    unnamed?: CannotTell;
}

/** Asked for by each alarm, and by each widget. */
const known = new WeakMap<Stack, Map<string, Names>>();

function namesOf(dimension: string, stack: Stack): Names {
    const ofStack = known.get(stack) ?? new Map<string, Names>();
    known.set(stack, ofStack);
    const made = ofStack.get(dimension) ?? namesIn(dimension, stack);
    ofStack.set(dimension, made);
    return made;
}

function namesIn(dimension: string, stack: Stack): Names {
    // Functions and tasks are told where they are: they say so with each number.
    if (dimension === "Environment") return environmentsIn(stack);
    const { types, by, before } = named[dimension]!;
    const all = types.flatMap((type) => emitting(type, stack));
    const known = all.map((one) => ({ one, ...referenceOf(one, by) }));
    const open = known.filter(({ unknowns }) => unknowns > 0).map(({ one }) => one);
    const stems = before ? open.map((one) => referenceOf(one, before.by)) : [];
    const isUnnamed = open.length > stems.filter(({ unknowns }) => unknowns === 0).length;
    return {
        names: new Set(known.flatMap(({ texts }) => texts.flatMap(namesBy[by] ?? String))),
        stems: new Set(stems.flatMap(({ texts }) => texts)),
        ...(isUnnamed && { unnamed: new CannotTell(by) }),
    };
}

/** A rule of EventBridge that is switched off is never met, so that nothing counts it. */
function emitting(type: ResourceClass, stack: Stack): Node<any>[] {
    const all = stack.all(type) as Node<any>[];
    return type === aws.cloudwatch.EventRule ? all.filter(isListening) : all;
}

/** The same of what AWS does not emit by itself: our code does, or a filter of logs in this stack. */
function whyNotOurs(metric: Metric, by: string[], stack: Stack): string | undefined {
    const { namespace, metricName } = metric;
    const [root, environment] = namespace.split(/\/(.*)/) as [string, string?];
    const place = environment === undefined ? root : `${root}/<environment>`;
    const emitted = Object.hasOwn(own, place) ? own[place]! : [];
    if (emitted.some(({ names }) => names.includes(metricName))) {
        const set = environment === undefined ? ["Environment"] : [];
        if (!isSame(set, by))
            return `${namespace} ${metricName} comes by ${list(set)}; by ${list(by)} there is none.`;
        const value = environment ?? metric.dimensions.Environment!;
        const { names, unnamed } = namesOf("Environment", stack);
        if (names.has(value)) return undefined;
        if (unnamed !== undefined) throw unnamed;
        return `Nothing in this stack is told that its ENVIRONMENT is "${value}".`;
    }
    const filters = stack.all(aws.cloudwatch.LogMetricFilter);
    const emitting = filters.map((filter) => () => {
        const { metricTransformation: to } = filter.props;
        if (to.namespace !== namespace || to.name !== metricName) return false;
        if (stack.named(filter, "logGroupName", aws.cloudwatch.LogGroup).length === 0) return false;
        return isSame(Object.keys(to.dimensions ?? {}), by);
    });
    const counting = by.length === 0 ? areCounting(metric, stack) : [];
    const answers = [...emitting, ...counting].map(ifKnown);
    if (answers.includes(true)) return undefined;
    if (answers.includes(undefined)) throw new CannotTell("metricTransformation");
    return `${namespace} ${metricName} is nothing that policies/metrics.ts lists, a filter of logs emits, or a container is told to.`;
}

function environmentsIn(stack: Stack): Names {
    const told = [
        ...stack
            .all(aws.lambda.Function)
            .map(({ props }) => ifKnown(() => [props.environment?.variables?.ENVIRONMENT])),
        ...stack
            .all(aws.ecs.TaskDefinition)
            .map((task) => ifKnown(() => containersOf(task).map((one) => toldOf(one, "ENVIRONMENT")))),
    ];
    const names = new Set(told.flatMap((values) => values ?? []).filter((value) => value !== undefined));
    return {
        names,
        stems: new Set(),
        ...(told.includes(undefined) && { unnamed: new CannotTell("ENVIRONMENT") }),
    };
}

export function firstOf<One>(all: One[], faultOf: (one: One) => string | undefined): string | undefined {
    for (const one of all) {
        const fault = faultOf(one);
        if (fault !== undefined) return fault;
    }
    return undefined;
}

function isSame(one: string[], other: string[]): boolean {
    return one.length === other.length && one.every((name) => other.includes(name));
}

function list(names: string[]): string {
    return names.length === 0 ? "no dimension" : names.join(" and ");
}
