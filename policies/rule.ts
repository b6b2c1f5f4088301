import type { Severity } from "@pulumi/policy";
import type { CriterionId } from "./criteria.ts";
import { CannotTell, type Node, type PropsOf, type ResourceClass } from "./graph.ts";
import { Stack } from "./stack.ts";

/** Spoils one resource that a rule let pass: one property or one link of it, or of what it is linked to. */
export type Edit = (node: Node, nodes: Node[]) => void;

interface Spec {
    /** Its file's name; people meet it where a deployment is stopped. */
    id: string;
    criterion: CriterionId;
    /** How bad it is to go live without. */
    severity: Severity;
    /** What holds when nobody breaks the rule, in one sentence. */
    says: string;
    /** What to do about a fault. */
    fix: string;
    /** Edits of a ready program, each of which this rule alone must refuse. */
    breaks: { "left out": Edit } & Record<string, Edit>;
}

export interface Rule extends Spec {
    /** A resource rule judges inputs, before anything is made; a stack rule needs links, and judges what came of it. */
    level: "resource" | "stack";
    /** The types of resource that it judges. */
    match: ResourceClass[];
    /** Says what is wrong, or nothing. Reading a value that isn't known yet throws `CannotTell`. */
    check(node: Node, stack: Stack): string | undefined;
}

export interface Verdict {
    urn: string;
    outcome: "pass" | "fail" | "cannot tell";
    /** What was seen, and what to do; empty for a pass. */
    message: string;
    /** What the rule stumbled over, where that is why it can't tell: a mistake in the rule, or in what it read. */
    error?: unknown;
}

/** A rule that one resource alone decides. A class given in a list is judged with what the classes have in common. */
export function resourceRule<Args>(
    match: ResourceClass<Args> | ResourceClass<Args>[],
    spec: Spec & { check(props: PropsOf<Args>, node: Node): string | undefined },
): Rule {
    const { check, ...rest } = spec;
    return {
        ...rest,
        level: "resource",
        match: [match].flat(),
        check: (node) => check(node.props as never, node),
    };
}

/** A rule that needs the links between resources. */
export function stackRule<Args>(
    match: ResourceClass<Args> | ResourceClass<Args>[],
    spec: Spec & { check(node: Node<PropsOf<Args>>, stack: Stack): string | undefined },
): Rule {
    const { check, ...rest } = spec;
    return {
        ...rest,
        level: "stack",
        match: [match].flat(),
        check: (node, stack) => check(node as never, stack),
    };
}

/** The verdict on each resource that the rule is about. None means that the rule is not applicable. */
export function judge(rule: Rule, nodes: readonly Node[], stack = new Stack(nodes)): Verdict[] {
    return rule.match.flatMap((type) => stack.all(type) as Node[]).map((node) => verdict(rule, node, stack));
}

function verdict(rule: Rule, node: Node, stack: Stack): Verdict {
    const { urn } = node;
    try {
        const fault = rule.check(node, stack);
        if (fault === undefined) return { urn, outcome: "pass", message: "" };
        return { urn, outcome: "fail", message: `${fault}\nFix: ${rule.fix}` };
    } catch (error) {
        if (error instanceof CannotTell)
            return { urn, outcome: "cannot tell", message: unknownAt(error, rule) };
        const message =
            `Can't be decided: the rule could not read this resource (${String(error)}).\n` +
            `Fix: Give its properties the types that the provider documents. ${rule.fix}`;
        return { urn, outcome: "cannot tell", message, error };
    }
}

function unknownAt(error: CannotTell, rule: Rule): string {
    return (
        `Can't be decided before the deployment: ${error.message} is not known yet, and nothing in this stack ` +
        `decides it.\nFix: Write a value that is known at preview, or take it straight from a resource of this ` +
        `stack. ${rule.fix}`
    );
}
