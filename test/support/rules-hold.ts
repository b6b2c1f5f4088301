import type { Node } from "../../policies/graph.ts";
import { judge, type Rule, type Verdict } from "../../policies/rule.ts";
import { copyOf, type Shown } from "./rules-graph.ts";

/** Rehearsals of ready programs: all must break no rule, and the edits are made to those of production. */
export interface Rehearsed {
    all: readonly Shown[];
    production: readonly Shown[];
}

/**
 * What keeps rules from being proven; nothing when they are. `about` are the rules in question, `rules` all of them: an
 * edit must not trip any other.
 */
export function complaintsAbout(
    rules: readonly Rule[],
    { all, production }: Rehearsed,
    about: readonly Rule[] = rules,
): string[] {
    const before = new Map(production.map((shown) => [shown, rules.map((rule) => passesOf(rule, shown))]));
    return about.flatMap((rule) => {
        if (all.every((shown) => verdictsOf(rule, shown).length === 0)) {
            return [`${rule.id} matched nothing in any environment and tier.`];
        }
        return [
            ...all.flatMap((shown) => faultsIn(rule, shown)),
            ...complaintsAboutBreaks(rule, rules, before),
        ];
    });
}

function verdictsOf(rule: Rule, shown: Shown): Verdict[] {
    return judge(rule, rule.level === "resource" ? shown.inputs : shown.outputs);
}

function passesOf(rule: Rule, shown: Shown): Set<string> {
    return new Set(verdictsOf(rule, shown).flatMap(({ outcome, urn }) => (outcome === "pass" ? urn : [])));
}

function faultsIn(rule: Rule, shown: Shown): string[] {
    return verdictsOf(rule, shown)
        .filter(({ outcome }) => outcome !== "pass")
        .map(
            ({ outcome, urn, message }) =>
                `${shown.name} breaks ${rule.id} (${outcome}) at ${urn}: ${message}`,
        );
}

function complaintsAboutBreaks(
    rule: Rule,
    rules: readonly Rule[],
    before: Map<Shown, Set<string>[]>,
): string[] {
    return Object.entries(rule.breaks).flatMap(([name, edit]) => {
        let tried = 0;
        const complaints = [...before].flatMap(([shown, passes]) =>
            [...(passes[rules.findIndex(({ id }) => id === rule.id)] ?? [])].flatMap((urn) => {
                const edited = {
                    name: shown.name,
                    inputs: copyOf(shown.inputs),
                    outputs: copyOf(shown.outputs),
                };
                for (const nodes of [edited.inputs, edited.outputs]) {
                    const node = nodes.find((one) => one.urn === urn);
                    if (node) edit(node, nodes);
                }
                if (textOf(edited) === textOf(shown)) return [];
                tried++;
                return rules.flatMap((one, index) =>
                    wrongly(one, one.id === rule.id, passes[index]!, edited, urn),
                );
            }),
        );
        const told = complaints.map((complaint) => `${rule.id}, break "${name}": ${complaint}`);
        return tried > 0 ? told : [`${rule.id}, break "${name}" changes nothing anywhere.`];
    });
}

/** What the edit at `urn` did to a rule's verdicts that it should not have done. */
function wrongly(rule: Rule, isOwn: boolean, passed: Set<string>, edited: Shown, urn: string): string[] {
    const tripped = verdictsOf(rule, edited).filter((one) => one.outcome !== "pass" && passed.has(one.urn));
    if (!isOwn) return tripped.map((one) => `${rule.id} trips too in ${edited.name}, at ${one.urn}.`);
    return tripped.some((one) => one.urn === urn) ? [] : [`not tripped in ${edited.name} at ${urn}.`];
}

const texts = new WeakMap<Shown, string>();

/** All that an edit can change, as text: links by name, for resources point to one another in circles. */
function textOf(shown: Shown): string {
    const known = texts.get(shown);
    if (known !== undefined) return known;
    const linksOf = (node: Node) =>
        Object.entries(node.propertyDependencies).map(([key, links]) => [key, links.map(({ urn }) => urn)]);
    const parts = [...shown.inputs, ...shown.outputs].map((node) => [
        node.urn,
        node.props,
        node.opts,
        linksOf(node),
    ]);
    const text = JSON.stringify(parts, (_key, value: unknown) =>
        typeof value === "symbol" ? String(value) : value,
    );
    texts.set(shown, text);
    return text;
}
