import * as aws from "@pulumi/aws";
import type { Node } from "../../policies/graph.ts";
import { Stack } from "../../policies/stack.ts";
import { judgedPage } from "../../policies/widgets.ts";

/** What is wrong with what the dashboards of a stack show, and how many metrics were judged. */
export function judgedWidgets(nodes: readonly Node[]): { faults: string[]; metrics: number } {
    const stack = new Stack(nodes);
    const judged = stack.all(aws.cloudwatch.Dashboard).map((page) => judgedPage(page, stack));
    return {
        faults: judged.flatMap(({ faults }) => faults),
        metrics: judged.reduce((sum, { metrics }) => sum + metrics, 0),
    };
}
