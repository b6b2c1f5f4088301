import * as aws from "@pulumi/aws";
import { alarmsOn, whyUnheard } from "./alarmed.ts";
import { containersOf, type Container } from "./containers.ts";
import { inNamed, unauthorized } from "./edits.ts";
import type { Fault } from "./faults.ts";
import { perMinute } from "./rows.ts";
import type { Node, PropsOf } from "./graph.ts";
import { allowedBy } from "./iam.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { toldOf } from "./tasks.ts";
import { isOff, listOf, numberOf } from "./values.ts";

type Task = Node<PropsOf<aws.ecs.TaskDefinitionArgs>>;

/** Why nobody can look at what a task's requests met; nothing where somebody can. */
export function whyUntraced(task: Task, stack: Stack): string | undefined {
    const containers = containersOf(task);
    const told = containers.find((one) => toldOf(one, ENDPOINT) || toldOf(one, TRACES_ENDPOINT));
    if (told === undefined) return "No container of it is told where traces go: OTEL_EXPORTER_OTLP_ENDPOINT.";
    const off = whyOff(told);
    if (off !== undefined) return off;
    const endpoint = toldOf(told, TRACES_ENDPOINT) ?? toldOf(told, ENDPOINT)!;
    const port = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]):(\d+)(?:\/|$)/.exec(endpoint)?.[1];
    if (port === undefined) return `Its traces go to ${endpoint}, and not to a collector beside it.`;
    const collector = containers.find((one) => one !== told && listens(one, Number(port)));
    if (collector === undefined) return `Its traces go to ${endpoint}, and no container of it listens there.`;
    if (!isOff(collector.essential))
        return `When ${collector.name ?? "its collector"} ends, the application ends with it.`;
    return maySend(task, stack) ? undefined : "No role of it may send traces: xray:PutTraceSegments.";
}

const SEND = /^xray:(\*|Put\*|PutTraceSegments)$/;
const [ENDPOINT, TRACES_ENDPOINT] = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

/** By OpenTelemetry's specification, "Environment Variable Specification"; what isn't told has a default that traces. */
function whyOff(container: Container): string | undefined {
    if (toldOf(container, "OTEL_SDK_DISABLED")?.toLowerCase() === "true") return "OTEL_SDK_DISABLED is true.";
    const exporter = toldOf(container, "OTEL_TRACES_EXPORTER") || "otlp";
    if (exporter !== "otlp") return `OTEL_TRACES_EXPORTER is ${exporter}.`;
    const sampler = toldOf(container, "OTEL_TRACES_SAMPLER") ?? "";
    const share = sampler.endsWith("traceidratio") ? toldOf(container, "OTEL_TRACES_SAMPLER_ARG") : "1";
    return sampler.endsWith("always_off") || Number(share || "1") === 0
        ? `OTEL_TRACES_SAMPLER is ${sampler}, and keeps no trace.`
        : undefined;
}

function listens({ portMappings }: Container, port: number): boolean {
    return listOf(portMappings).some(({ containerPort }) => numberOf(containerPort) === port);
}

function maySend(task: Task, stack: Stack): boolean {
    return stack
        .named(task, "taskRoleArn", aws.iam.Role)
        .flatMap((role) => stack.naming(role, "role", aws.iam.RolePolicy))
        .flatMap(({ props }) => allowedBy(props.policy))
        .some(({ Action }) => listOf(Action).some((one) => SEND.test(one)));
}

/** Takes the right to send traces from the tasks of a service. */
export const untraced: Edit = inNamed(
    "taskDefinition",
    aws.ecs.TaskDefinition,
    unauthorized("taskRoleArn", (action) => SEND.test(action)),
);

/** By which X-Ray counts the traces of a group. */
export const traceCount = "ApproximateTraceCount";
const untold: Fault = {
    says: "10,000 requests an hour leave no trace",
    ...{ withinMinutes: 360, rows: { RequestCount: perMinute(170) } },
};

/** Why nobody hears that the traces of a task's requests stay away; nothing where it keeps none, which is another fault. */
export function whyUnmissed(task: Task, stack: Stack): string | undefined {
    const names = containersOf(task).flatMap((one) => toldOf(one, "OTEL_SERVICE_NAME") ?? []);
    const groups = stack
        .all(aws.xray.Group)
        .filter(({ props }) => names.some((name) => props.filterExpression.includes(`service("${name}")`)));
    if (groups.length === 0) return `Nobody counts the traces of ${names.join(", ") || "it"}.`;
    const own = new RegExp(`^(${groups.map(({ props }) => props.groupName).join("|")})$`);
    const alarms = alarmsOn(stack, [traceCount], ["GroupName", own]);
    return alarms.length === 0 ? "Nobody hears that they stay away." : whyUnheard(alarms, untold);
}
