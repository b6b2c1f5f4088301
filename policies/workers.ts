import * as aws from "@pulumi/aws";
import { inFound } from "./edits.ts";
import { readableNode, tokenOf, type Node, type PropsOf } from "./graph.ts";
import { allowedBy } from "./iam.ts";
import { isLeftOut } from "./references.ts";
import type { Edit } from "./rule.ts";
import { Stack } from "./stack.ts";
import { tasksOf } from "./tasks.ts";
import { isOff, isOn, listOf, numberOf } from "./values.ts";

const { MetricAlarm } = aws.cloudwatch;
const { Target, Policy } = aws.appautoscaling;
const { TaskDefinition } = aws.ecs;
type Alarm = Node<PropsOf<aws.cloudwatch.MetricAlarmArgs>>;

const age = "ApproximateAgeOfOldestMessage";

type Queue = Node<PropsOf<aws.sqs.QueueArgs>>;
/** Asked for by several rules of the same stack. */
const known = new WeakMap<Stack, Map<string, Queue[]>>();

/** The queues of this stack whose messages the tasks of a service may take: what makes them workers. */
export function queuesOf(service: Node<any>, stack: Stack): Queue[] {
    const ofStack = known.get(stack) ?? new Map<string, Queue[]>();
    known.set(stack, ofStack);
    const queues = ofStack.get(service.urn) ?? found(service, stack);
    ofStack.set(service.urn, queues);
    return queues;
}

function found(service: Node<any>, stack: Stack): Queue[] {
    const tasks = tasksOf(service, stack).map(({ urn }) => urn);
    const wears = (role: Node<any>) =>
        stack.surelyNaming(role, "taskRoleArn", TaskDefinition).some(({ urn }) => tasks.includes(urn));
    // A role from nowhere is what tasks-have-own-role refuses.
    const roles = stack.all(aws.iam.Role).filter(wears);
    const taken = roles
        .flatMap((role) => stack.naming(role, "role", aws.iam.RolePolicy))
        .flatMap(({ props }) => allowedBy(props.policy))
        .filter(({ Action }) => listOf(Action).some((one) => /^(\*|sqs:(\*|ReceiveMessage))$/i.test(one)))
        .flatMap(({ Resource }) => listOf(Resource).map((arn) => arn.split(":").at(-1)!));
    const isTaken = (name?: string) =>
        taken.some((one) => one === "*" || (name !== undefined && one === name));
    return stack.all(aws.sqs.Queue).filter(({ props }) => isTaken(props.name));
}

/** What starts and stops tasks of a service. */
export function scalingOf(service: Node<any>, stack: Stack) {
    const targets = stack.surelyNaming(service, "resourceId", Target);
    return [...targets, service].flatMap((one) => stack.surelyNaming(one, "resourceId", Policy));
}

/** Whether nothing starts a task, whatever the policies say. */
export function isHeld(target: Node<PropsOf<aws.appautoscaling.TargetArgs>>): boolean {
    if (isLeftOut(target, "suspendedState")) return false;
    return isOn(target.props.suspendedState?.dynamicScalingOutSuspended);
}

type Scaling = ReturnType<typeof scalingOf>[number];
export const tracking = "targetTrackingScalingPolicyConfiguration";

/** Whether a policy follows how busy the processors of a service are. */
export function onCpu({ props }: Scaling): boolean {
    const { predefinedMetricType } = props[tracking]?.predefinedMetricSpecification ?? {};
    return predefinedMetricType === "ECSServiceAverageCPUUtilization";
}

/** Whether it follows requests by metrics that it names itself. */
export function onRequests({ props }: Scaling): boolean {
    const { metrics } = props[tracking]?.customizedMetricSpecification ?? {};
    return listOf(metrics).some(({ metricStat }) => metricStat?.metric.metricName === "RequestCount");
}

/** Whether a policy starts tasks, and by steps: the age of a backlog does not halve when there are twice as many. */
export function growing({ props }: Scaling): boolean {
    const { stepAdjustments } = props.stepScalingPolicyConfiguration ?? {};
    return listOf(stepAdjustments).some(({ scalingAdjustment }) => numberOf(scalingAdjustment) > 0);
}

/** The alarms on the age of the oldest message of a queue: those that start or stop tasks, and those that tell people. */
export function ageAlarms(queue: Node<any>, stack: Stack): { scaling: Alarm[]; telling: Alarm[] } {
    const onQueue = ["metricQueries", "dimensions"].flatMap((one) =>
        stack.surelyNaming(queue, one, MetricAlarm),
    );
    const alarms = onQueue.filter(({ props }) => isOnAge(props));
    const scales = (alarm: Alarm) => stack.named(alarm, "alarmActions", Policy).length > 0;
    const telling = alarms.filter((one) => !scales(one) && (one.props.alarmActions?.length ?? 0) > 0);
    return { scaling: alarms.filter(scales), telling };
}

function isOnAge({ metricName, metricQueries }: Alarm["props"]): boolean {
    return metricName === age || listOf(metricQueries).some(({ metric }) => metric?.metricName === age);
}

/** Whether an alarm does something from this age on, or from a lower one. */
export function ringsAbove(
    seconds: number,
    { comparisonOperator, threshold, actionsEnabled }: Alarm["props"],
) {
    const isRising = comparisonOperator?.startsWith("GreaterThan") && numberOf(threshold) <= seconds;
    return isRising && !isOff(actionsEnabled ?? true);
}

/** Edits the queues that a service takes messages from. */
export function inQueues(edit: Edit): Edit {
    return inFound((service, stack) => queuesOf(readableNode(service), stack), edit);
}

/** An edit of the services that take messages from a queue. */
export function inWorkers(edit: Edit): Edit {
    return (service, nodes) => {
        if (queuesOf(readableNode(service), new Stack(nodes)).length > 0) edit(service, nodes);
    };
}

/** Edits those of the alarms on the age of a queue that scale, or that tell; "remove" takes them out. */
export function inAgeAlarms(which: "scaling" | "telling", edit: Edit | "remove"): Edit {
    return inQueues(inFound((queue, stack) => ageAlarms(readableNode(queue), stack)[which], edit));
}

/** Edits the policies that an alarm sets off. */
export function inPolicies(edit: Edit): Edit {
    return ({ propertyDependencies }, nodes) => {
        const urns = (propertyDependencies.alarmActions ?? []).map(({ urn }) => urn);
        const policies = nodes.filter(({ urn, type }) => type === tokenOf(Policy) && urns.includes(urn));
        for (const one of policies) edit(one, nodes);
    };
}
