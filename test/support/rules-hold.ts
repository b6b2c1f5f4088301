import type { Node } from "../../policies/graph.ts";
import { judge, type Rule, type Verdict } from "../../policies/rule.ts";
import { Stack } from "../../policies/stack.ts";
import { edited, type Shown } from "./rules-graph.ts";
import { isSeen, judgedByReading, type Read } from "./rules-read.ts";

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
    rehearsed: Rehearsed,
    about: readonly Rule[] = rules,
): string[] {
    return withoutTraces(() => about.flatMap((rule) => [...complaints(rule, rules, rehearsed)]));
}

/** A rule that can't tell says so by an error, hundreds of thousands of times; where it was thrown, nobody asks. */
function withoutTraces<T>(work: () => T): T {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
        return work();
    } finally {
        Error.stackTraceLimit = stackTraceLimit;
    }
}

/** Whether there is any: it looks no further than the first. */
export function isFoundOut(rule: Rule, rules: readonly Rule[], rehearsed: Rehearsed): boolean {
    return complaints(rule, rules, rehearsed).next().done === false;
}

function* complaints(rule: Rule, rules: readonly Rule[], { all, production }: Rehearsed): Generator<string> {
    const verdicts = all.map((shown) => ({ shown, verdicts: verdictsOf(rule, shown) }));
    if (verdicts.every((one) => one.verdicts.length === 0)) {
        yield `${rule.id} matched nothing in any environment and tier.`;
        return;
    }
    for (const one of verdicts) yield* faultsIn(rule, one.shown, one.verdicts);
    const isHere = (shown: Shown) => verdictsOf(rule, shown).length > 0;
    // What a larger tier alone has is broken there.
    const broken = production.some(isHere) ? production : all.filter(isHere);
    yield* complaintsAboutBreaks(rule, rules, broken);
}

function verdictsOf(rule: Rule, shown: Shown): Verdict[] {
    const nodes = rule.level === "resource" ? (shown.changed ?? shown.inputs) : shown.outputs;
    return judge(rule, nodes, stackOf(nodes));
}

const stacks = new WeakMap<readonly Node[], Stack>();

/** Made once for all rules: nobody edits a graph after it was judged. */
function stackOf(nodes: readonly Node[]): Stack {
    const made = stacks.get(nodes) ?? new Stack(nodes);
    stacks.set(nodes, made);
    return made;
}

/** What a rule says before any edit: the resources that pass, and what it read to tell so. */
interface Before {
    passed: Set<string>;
    read: Read;
}

const before = new WeakMap<Shown, WeakMap<Rule, Before>>();

/** Found once for each rule. */
function beforeOf(rule: Rule, shown: Shown): Before {
    const known = before.get(shown) ?? new WeakMap<Rule, Before>();
    before.set(shown, known);
    const made = known.get(rule) ?? judgedBefore(rule, shown);
    known.set(rule, made);
    return made;
}

function judgedBefore(rule: Rule, { inputs, outputs }: Shown): Before {
    const { verdicts, read } = judgedByReading(rule, rule.level === "resource" ? inputs : outputs);
    return {
        passed: new Set(verdicts.flatMap(({ outcome, urn }) => (outcome === "pass" ? urn : []))),
        read,
    };
}

function faultsIn(rule: Rule, shown: Shown, verdicts: Verdict[]): string[] {
    return verdicts
        .filter(({ outcome }) => outcome !== "pass")
        .map(
            ({ outcome, urn, message }) =>
                `${shown.name} breaks ${rule.id} (${outcome}) at ${urn}: ${message}`,
        );
}

function* complaintsAboutBreaks(
    rule: Rule,
    rules: readonly Rule[],
    production: readonly Shown[],
): Generator<string> {
    if (!("left out" in rule.breaks)) yield `${rule.id} has no break "left out".`;
    for (const [name, edit] of Object.entries(rule.breaks)) {
        for (const shown of production) {
            const { passed: own } = beforeOf(rule, shown);
            let changed = 0;
            const attempts = function* (urns: string[]): Generator<string> {
                for (const urn of urns) {
                    const after = editedAt(urn, edit, shown);
                    if (!after) continue;
                    changed++;
                    yield* wrongly(rule, true, own, after, urn);
                    for (const one of rules.filter(({ id }) => id !== rule.id)) {
                        const { passed, read } = beforeOf(one, shown);
                        const sees = one.level === "resource" || isSeen(after.difference!, read);
                        if (sees) yield* wrongly(one, false, passed, after, urn);
                    }
                }
            };
            const told = function* (): Generator<string> {
                yield* attempts(someOf(own, shown));
                // Some edits are for one resource of many, by its name or by what it has.
                if (changed === 0)
                    yield* attempts(
                        shown.inputs.filter(isJudged).flatMap(({ urn }) => (own.has(urn) ? urn : [])),
                    );
                // In a plan, too: a break that shows in a deployment only comes too late.
                if (changed === 0) yield `changes nothing in ${shown.name}.`;
            };
            for (const complaint of told()) yield `${rule.id}, break "${name}": ${complaint}`;
        }
    }
}

/**
 * A read replica is judged with its source: what would be a fault of a database is none of a copy of it. One that follows
 * another region's database is judged by itself.
 */
function isJudged({ props }: Node): boolean {
    return props.replicateSourceDb === undefined || String(props.replicateSourceDb).startsWith("arn:");
}

/**
 * Resources of one type differ little to a rule: the first, one in the middle and the last of each, by their names, for a
 * program registers them in another order every time.
 */
function someOf(urns: Set<string>, { inputs }: Shown): string[] {
    const byType = new Map<string, string[]>();
    for (const { urn, type } of inputs.filter(isJudged))
        if (urns.has(urn)) byType.set(type, [...(byType.get(type) ?? []), urn]);
    return [...byType.values()].flatMap((unsorted) => {
        const all = unsorted.sort();
        const places = [0, Math.floor(all.length / 2), all.length - 1];
        return [...new Set(places)].map((place) => all[place]!);
    });
}

/** What is shown after an edit at `urn`; undefined where it changed nothing. */
function editedAt(
    urn: string,
    edit: Rule["breaks"][string],
    { name, inputs, outputs }: Shown,
): Shown | undefined {
    const after = (nodes: readonly Node[]) =>
        edited(nodes, (copies) => {
            const node = copies.find((one) => one.urn === urn);
            if (node) edit(node, copies);
        });
    const [before, end] = [after(inputs), after(outputs)];
    if (before.isSame && end.isSame) return undefined;
    const { changed } = before;
    return { name, inputs: before.now, outputs: end.now, changed, difference: end.difference };
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
