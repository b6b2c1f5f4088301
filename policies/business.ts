import * as aws from "@pulumi/aws";
import { containersOf, type Container } from "./containers.ts";
import { CannotTell, type Node } from "./graph.ts";
import { isLeftOut, referenceOf } from "./references.ts";
import type { Stack } from "./stack.ts";
import { toldOf } from "./tasks.ts";

const { Dashboard, LogGroup } = aws.cloudwatch;

/**
 * What a container is told to write to its log, in CloudWatch's embedded metric format and without a dimension: whether it
 * then does so only its owner knows.
 */
export function countedBy(container: Container): { namespace: string; names: string[] } {
    const names = (toldOf(container, "BUSINESS_METRICS") ?? "").split(",");
    // The name by which AWS's own libraries for the format read it.
    const namespace = toldOf(container, "AWS_EMF_NAMESPACE") ?? "";
    return { namespace, names: namespace === "" ? [] : names.filter((name) => name !== "") };
}

interface Asked {
    namespace: string;
    metricName: string;
}

/** Whether a container is told to write this metric, task by task. */
export function areCounting({ namespace, metricName }: Asked, stack: Stack): (() => boolean)[] {
    const isIt = (one: ReturnType<typeof countedBy>) =>
        one.namespace === namespace && one.names.includes(metricName);
    return stack
        .all(aws.ecs.TaskDefinition)
        .map((task) => () => containersOf(task).map(countedBy).some(isIt));
}

/** Why nobody gets to see what a container writes; nothing where a dashboard shows all of it. */
export function whyUnseen(container: Container, stack: Stack): string | undefined {
    const { logDriver = "", options = {} } = container.logConfiguration ?? {};
    if (logDriver !== "awslogs")
        return `${logDriver} sends its log, and CloudWatch reads no numbers out of it.`;
    const name = options["awslogs-group"];
    // Of a group that comes later the name may not be known yet: it is another one.
    const group = stack.all(LogGroup).find((one) => referenceOf(one, "name").texts.includes(name ?? ""));
    if (group === undefined) throw new CannotTell("awslogs-group");
    const kind = isLeftOut(group, "logGroupClass") ? "STANDARD" : (group.props.logGroupClass ?? "STANDARD");
    if (kind !== "STANDARD")
        return `${name} is of the class ${kind}, out of which CloudWatch reads no numbers.`;
    const { namespace, names } = countedBy(container);
    // That there is no page at all, or an empty one, is a fault of its own (incident-dashboard).
    const pages = stack.all(Dashboard).filter(showsAny);
    if (pages.length === 0) return undefined;
    const unseen = names.find((one) => !pages.some((page) => shows(page, group, [namespace, one])));
    return unseen && `No dashboard shows ${namespace} ${unseen}.`;
}

function showsAny(page: Node<any>): boolean {
    const { texts, unknowns } = referenceOf(page, "dashboardBody");
    return unknowns > 0 || texts.some((text) => text.includes('"metrics"'));
}

/** By the text, once that is known; before, by the log that it is made of. */
function shows(page: Node<any>, group: Node<any>, row: string[]): boolean {
    const { texts, unknowns, links } = referenceOf(page, "dashboardBody");
    if (unknowns > 0) return links.some(({ urn }) => urn === group.urn);
    return texts.some((text) => text.includes(JSON.stringify(row).slice(0, -1)));
}
