import * as aws from "@pulumi/aws";
import { CannotTell, tokenOf, type Node } from "./graph.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";

const { Schedule } = aws.scheduler;

export type Action = "heartbeat" | "manifest";

/** Minutes between two runs of a schedule of EventBridge Scheduler; without end where they are not even. */
export function minutesBetween(expression: string): number {
    const [, amount, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
    if (amount !== undefined) return Number(amount) * { minute: 1, hour: 60, day: 1440 }[unit]!;
    const [, minute = "", step] =
        /^cron\((\*|\d+)(?:\/(\d+))? \* (?:\* \* \?|\? \* \*) \*\)$/.exec(expression) ?? [];
    if (minute === "") return Number.POSITIVE_INFINITY;
    return step === undefined ? (minute === "*" ? 1 : 60) : Number(step);
}

/** The schedules that have a function do this in the database. */
export function schedulesOf(db: Node<any>, action: Action, stack: Stack): Node<any>[] {
    const functions = stack.all(aws.lambda.Function) as Node<any>[];
    const own = functions.filter((one) =>
        one.propertyDependencies.environment?.some(({ urn }) => urn === db.urn),
    );
    return (stack.all(Schedule) as Node<any>[]).filter((one) => {
        if (!asks(one, action)) return false;
        return stack
            .named(one, "target", aws.lambda.Function)
            .some(({ urn }) => own.some((f) => f.urn === urn));
    });
}

/** Whether it is a function that a schedule has record either. */
export function isAskedToRecord({ urn }: Node<any>, stack: Stack): boolean {
    const asking = (stack.all(Schedule) as Node<any>[]).filter(
        (one) => asks(one, "heartbeat") || asks(one, "manifest"),
    );
    return asking.some((one) =>
        stack.named(one, "target", aws.lambda.Function).some((run) => run.urn === urn),
    );
}

/** What can't be read is of somebody else: a schedule may well hand over what is known later. */
function asks(schedule: Node<any>, action: Action): boolean {
    try {
        const { action: asked } = JSON.parse(String(schedule.props.target.input)) as { action?: unknown };
        return asked === action;
    } catch (error) {
        if (error instanceof SyntaxError || error instanceof CannotTell) return false;
        throw error;
    }
}

/** Edits the schedules that ask for this; "remove" takes them out. */
export function inSchedules(action: Action, edit: Edit | "remove"): Edit {
    return (_db, nodes) => {
        for (const one of nodes.filter(({ type }) => type === tokenOf(Schedule))) {
            if (!asks(one, action)) continue;
            if (edit === "remove") nodes.splice(nodes.indexOf(one), 1);
            else edit(one, nodes);
        }
    };
}
