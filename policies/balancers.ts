import * as aws from "@pulumi/aws";
import { inEvery } from "./edits.ts";
import { CannotTell, tokenOf, type Node, type PropsOf } from "./graph.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { listOf, numberOf } from "./values.ts";

// The provider has each class under two names; only the type in a URN tells them apart.
export const balancers = [aws.lb.LoadBalancer, aws.alb.LoadBalancer] as (typeof aws.lb.LoadBalancer)[];
export const listeners = [aws.lb.Listener, aws.alb.Listener] as (typeof aws.lb.Listener)[];
export const listenerRules = [aws.lb.ListenerRule, aws.alb.ListenerRule] as (typeof aws.lb.ListenerRule)[];

/** Seconds without a byte after which the most patient load balancer ends a connection; 60 is AWS's default. */
export function idleSecondsOf(stack: Stack): number {
    const all = balancers.flatMap((type) => stack.all(type));
    if (all.length === 0) throw new CannotTell("idleTimeout of the load balancer");
    return Math.max(...all.map(({ props }) => numberOf(props.idleTimeout ?? 60)));
}

/** Edits every load balancer. */
export function inBalancers(edit: Edit): Edit {
    const tokens = balancers.map(tokenOf);
    return (_node, nodes) => {
        for (const one of nodes.filter(({ type }) => tokens.includes(type))) edit(one, nodes);
    };
}

type ListenerRule = Node<PropsOf<aws.lb.ListenerRuleArgs>>;

/** The headers by which a rule of a listener tells requests apart. */
export function headersOf({ props }: ListenerRule): string[] {
    return listOf(props.conditions).flatMap(({ httpHeader }) => httpHeader?.httpHeaderName ?? []);
}

/** Puts what leads by a header behind all others. */
export const testsAskedLast = inEvery(aws.lb.ListenerRule, ({ props }) => {
    if (headersOf({ props } as ListenerRule).length > 0) props.priority = 50_000;
});

/** Whether a load balancer asks some of these rules before all others: the lowest priority is asked first. */
export function isAskedFirst(some: ListenerRule[], all: ListenerRule[]): boolean {
    const at = ({ props }: ListenerRule) => numberOf(props.priority);
    const others = all.filter((one) => !some.includes(one));
    return some.every((one) => others.every((other) => at(one) < at(other)));
}
