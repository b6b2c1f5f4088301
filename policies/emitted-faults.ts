import type { Fault } from "./faults.ts";
import { once, perMinute, steady, type Row } from "./rows.ts";

const of = (says: string, withinMinutes: number, rows: Record<string, Row>, isOnce?: true): Fault => {
    return { says, withinMinutes, rows, ...(isOnce && { isOnce }) };
};
const count = (running: number): Record<string, Row> => ({
    RunningTaskCount: steady(running),
    DesiredTaskCount: steady(2),
});

/**
 * What is wrong at the least when an alarm on a metric has to ring, by the metric's namespace and name: it is for one of
 * these. Metrics that a rule of their own looks at are not here, nor those of the business: what is wrong with them, nobody
 * here knows.
 */
export const faultsOf: Record<string, Record<string, Fault[]>> = {
    "AWS/ApplicationELB": {
        // A group without any target says nothing.
        HealthyHostCount: [
            {
                ...of("no task is healthy, or none is there", 5, { HealthyHostCount: steady(0) }),
                mayBeSilent: true,
            },
        ],
        HTTPCode_ELB_5XX_Count: [
            of("it fails 10 requests a minute itself", 10, { HTTPCode_ELB_5XX_Count: perMinute(10) }),
        ],
    },
    "AWS/CertificateManager": {
        DaysToExpiry: [of("it ends in two weeks", 2880, { DaysToExpiry: steady(14) })],
    },
    "AWS/CloudFront": {
        "5xxErrorRate": [
            of("6 of 100 requests a minute fail at it", 60, {
                Requests: perMinute(100),
                "5xxErrorRate": steady(6),
            }),
        ],
    },
    "AWS/ECS": {
        CPUUtilization: [of("tasks are busy for 95 % of the time", 60, { CPUUtilization: steady(95) })],
        MemoryUtilization: [of("tasks use 95 % of their memory", 60, { MemoryUtilization: steady(95) })],
    },
    "ECS/ContainerInsights": {
        RunningTaskCount: [of("one of two tasks runs", 60, count(1))],
        DesiredTaskCount: [of("one of two tasks runs", 60, count(1))],
    },
    "AWS/Events": {
        TriggeredRules: [of("it is met 10 times in a minute", 60, { TriggeredRules: once(10) }, true)],
    },
    "AWS/Lambda": {
        Invocations: [of("nobody calls it", 360, {})],
    },
    "AWS/RDS": {
        ReplicaLag: [
            of("it is ten minutes behind", 60, { ReplicaLag: steady(600) }),
            // Whoever wants that: a copy that is cut off may say nothing.
            of("it says nothing", 60, {}),
        ],
    },
    "AWS/Scheduler": {
        InvocationDroppedCount: [of("a start is dropped", 60, { InvocationDroppedCount: once(1) }, true)],
    },
    CloudWatchSynthetics: {
        SuccessPercent: [
            of("every look fails", 20, { SuccessPercent: steady(0) }),
            of("nobody looks", 120, {}),
        ],
    },
    Airworthy: {
        RestoreProven: [of("a copy is bad", 60, { RestoreProven: once(0) }, true)],
    },
    "Airworthy/<environment>": {
        PoolerPoolUsePercent: [
            of("81 % of its connections are in use", 60, { PoolerPoolUsePercent: steady(81) }),
        ],
        PoolerQueryMicroseconds: [
            of("queries take 20 ms on average", 60, { PoolerQueryMicroseconds: steady(20_000) }),
        ],
        PoolerWaitMicroseconds: [of("clients wait for 2.1 s", 60, { PoolerWaitMicroseconds: steady(2.1e6) })],
        PoolerWaitingClients: [of("5 clients wait all the time", 60, { PoolerWaitingClients: steady(5) })],
    },
};
