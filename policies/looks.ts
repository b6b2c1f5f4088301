import * as aws from "@pulumi/aws";
import { metricsOf } from "./alarmed.ts";
import { CannotTell, ifKnown, type Node } from "./graph.ts";
import { whyQuiet, type Fault } from "./faults.ts";
import { perMinute, steady } from "./rows.ts";
import { isPagedAlone, pagesOf } from "./paging.ts";
import type { Stack } from "./stack.ts";
import { isOff, listOf } from "./values.ts";

const { Canary } = aws.synthetics;
type Looking = ReturnType<typeof looksAt>[number];

const failing: Fault = {
    says: "no look takes every step",
    ...{ withinMinutes: 20, rows: { SuccessPercent: steady(0), Failed: perMinute(1) } },
};
/** Minutes; what is looked at less often has been down for long before somebody hears of it. */
const SELDOM = 5;

/** Whether a canary's schedule has it look every 5 minutes or more often, at least while people work. */
export function isFrequent(expression: string): boolean {
    const [, rate, step] = /^(?:rate\((\d+) minutes?\)|cron\((?:\*|0\/(\d+)) .+\))$/.exec(expression) ?? [];
    const isEveryMinute = expression.startsWith("cron(* ");
    const minutes = Number(rate ?? step ?? (isEveryMinute ? 1 : Infinity));
    return minutes >= 1 && minutes <= SELDOM;
}

/** The hosts of the addresses in a canary's variables; none of what is not known yet. */
export function hostsIn(runConfig: { environmentVariables?: Record<string, string> } = {}): string[] {
    const { environmentVariables = {} } = runConfig;
    return Object.keys(environmentVariables).flatMap((name) => {
        try {
            const { protocol, hostname } = new URL(environmentVariables[name]!);
            return protocol === "https:" ? [hostname] : [];
        } catch (error) {
            if (error instanceof CannotTell || error instanceof TypeError) return [];
            throw error;
        }
    });
}

/** The canaries that look at what users reach by this distribution, from outside of a VPC. */
export function looksAt(distribution: Node<any>, stack: Stack) {
    const byLink = stack.surelyNaming(distribution, "runConfig", Canary).map(({ urn }) => urn);
    const { props } = distribution;
    // Without a name of its own users reach it by CloudFront's, once that is known.
    const names = [...listOf<string>(props.aliases), ifKnown(() => props.domainName as string)];
    return stack.all(Canary).filter(({ props, urn }) => {
        const isThere = byLink.includes(urn) || hostsIn(props.runConfig).some((one) => names.includes(one));
        return isThere && !isOff(props.startCanary ?? false) && props.vpcConfig === undefined;
    });
}

/** Whether the alarm that wakes somebody is made of one on this canary; where there is none, users-hurt-pages says so. */
export function isPaged({ props }: Looking, stack: Stack): boolean {
    if (pagesOf(stack).length === 0) return true;
    const own = (stack.all(aws.cloudwatch.MetricAlarm) as Node<any>[]).filter((one) =>
        metricsOf(one).some(({ dimensions = {} }) => {
            return Object.hasOwn(dimensions, "CanaryName") && dimensions.CanaryName === props.name;
        }),
    );
    return own.some((one) => whyQuiet(one, failing) === undefined && isPagedAlone(one, stack));
}
