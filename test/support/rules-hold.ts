import type { Node } from "../../policies/graph.ts";
import { judge, type Rule, type Verdict } from "../../policies/rule.ts";
import { Stack } from "../../policies/stack.ts";
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
    const judged = new Map(
        production.map((shown) => [shown, rules.map((rule) => passesOf(verdictsOf(rule, shown)))]),
    );
    return about.flatMap((rule) => {
        const verdicts = all.map((shown) => ({ shown, verdicts: verdictsOf(rule, shown) }));
        if (verdicts.every((one) => one.verdicts.length === 0)) {
            return [`${rule.id} matched nothing in any environment and tier.`];
        }
        return [
            ...verdicts.flatMap((one) => faultsIn(rule, one.shown, one.verdicts)),
            ...complaintsAboutBreaks(rule, rules, judged),
        ];
    });
}

function verdictsOf(rule: Rule, shown: Shown): Verdict[] {
    const nodes = rule.level === "resource" ? shown.inputs : shown.outputs;
    return judge(rule, nodes, stackOf(nodes));
}

const stacks = new WeakMap<readonly Node[], Stack>();

/** Made once for all rules: nobody edits a graph after it was judged. */
function stackOf(nodes: readonly Node[]): Stack {
    const made = stacks.get(nodes) ?? new Stack(nodes);
    stacks.set(nodes, made);
    return made;
}

function passesOf(verdicts: Verdict[]): Set<string> {
    return new Set(verdicts.flatMap(({ outcome, urn }) => (outcome === "pass" ? urn : [])));
}

function faultsIn(rule: Rule, shown: Shown, verdicts: Verdict[]): string[] {
    return verdicts
        .filter(({ outcome }) => outcome !== "pass")
        .map(
            ({ outcome, urn, message }) =>
                `${shown.name} breaks ${rule.id} (${outcome}) at ${urn}: ${message}`,
        );
}

function complaintsAboutBreaks(
    rule: Rule,
    rules: readonly Rule[],
    judged: Map<Shown, Set<string>[]>,
): string[] {
    if (!("left out" in rule.breaks)) return [`${rule.id} has no break "left out".`];
    return Object.entries(rule.breaks).flatMap(([name, edit]) => {
        const complaints = [...judged].flatMap(([shown, passes]) => {
            const own = passes[rules.findIndex(({ id }) => id === rule.id)] ?? new Set();
            const tries = [...own].flatMap((urn) => {
                const edited = editedAt(urn, edit, shown);
                if (textOf(edited) === textOf(shown)) return [];
                return [
                    rules.flatMap((one, index) =>
                        wrongly(one, one.id === rule.id, passes[index]!, edited, urn),
                    ),
                ];
            });
            // In a plan, too: a break that shows in a deployment only comes too late.
            return tries.length > 0 ? tries.flat() : [`changes nothing in ${shown.name}.`];
        });
        return complaints.map((complaint) => `${rule.id}, break "${name}": ${complaint}`);
    });
}

function editedAt(urn: string, edit: Rule["breaks"][string], shown: Shown): Shown {
    const edited = { name: shown.name, inputs: copyOf(shown.inputs), outputs: copyOf(shown.outputs) };
    for (const nodes of [edited.inputs, edited.outputs]) {
        const node = nodes.find((one) => one.urn === urn);
        if (node) edit(node, nodes);
    }
    return edited;
}

/** What the edit at `urn` did to a rule's verdicts that it should not have done. */
function wrongly(rule: Rule, isOwn: boolean, passed: Set<string>, edited: Shown, urn: string): string[] {
    const verdicts = verdictsOf(rule, edited);
    const stumbled = verdicts
        .filter(({ error }) => error !== undefined)
        .map((one) => `${rule.id} could not read ${one.urn} in ${edited.name}: ${String(one.error)}`);
    const tripped = verdicts.filter((one) => one.outcome !== "pass" && passed.has(one.urn));
    if (!isOwn)
        return [
            ...stumbled,
            ...tripped.map((one) => `${rule.id} trips too in ${edited.name}, at ${one.urn}.`),
        ];
    return tripped.some((one) => one.urn === urn)
        ? stumbled
        : [...stumbled, `not tripped in ${edited.name} at ${urn}.`];
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
