import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { Workflow } from "../workflow/schema.ts";
import { docs, whole } from "./docs.ts";

/** Whether somebody looks from outside. */
export const uptime = z
    .strictObject({
        everyMinutes: whole(1, 5).register(docs, {
            says: "Minutes between two looks at the core workflow from outside, each of which is paid for. A fault that only they see is told after up to three of them and 2 minutes.",
            use: "1 to 5; 1 where somebody is to be woken within 5 minutes",
        }),
    })
    .register(docs, { says: "The look from outside.", use: "a map with everyMinutes" });

/** How long the steps of a look may take together: the time until the next one, but for Node to start and to end. */
export function lookSeconds(everyMinutes: number): number {
    return everyMinutes * 60 - 15;
}

/** Refuses steps that wait for longer than a look may take: every look would fail. */
export function checkLooks(everyMinutes: number, { steps, always = [] }: Workflow): void {
    const waits = [...steps, ...always].reduce((sum, { withinSeconds = 0 }) => sum + withinSeconds, 0);
    if (waits < lookSeconds(everyMinutes)) return;
    const enough = [2, 3, 4, 5].find((minutes) => waits < lookSeconds(minutes));
    const says = `uptime.everyMinutes is ${everyMinutes}, and the steps of workflow.yaml may wait ${waits} s together; use ${enough} or more, or let them wait less.`;
    throw new pulumi.RunError(`Pulumi.${pulumi.getStack()}.yaml: ${says}`);
}
