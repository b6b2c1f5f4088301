import { perMinute, slow, steady, type Row } from "./rows.ts";

/**
 * What metrics show when nothing is wrong, by their names: an alarm that rings then, or when nobody says anything, is one
 * that people learn not to hear, and that takes good versions back. Of the others there is no data.
 */
export const sound: Record<string, Row> = {
    ...{ RequestCount: perMinute(100), TargetResponseTime: slow(0, 1) },
    HealthyHostCount: steady(2),
    ...{ Requests: perMinute(100), "5xxErrorRate": steady(1) },
    ...{ HTTPCode_ELB_5XX_Count: steady(0), TriggeredRules: steady(0), InvocationDroppedCount: steady(0) },
    DaysToExpiry: steady(60),
    ...{ CPUUtilization: steady(20), EngineCPUUtilization: steady(20), MemoryUtilization: steady(20) },
    ...{ RunningTaskCount: steady(2), DesiredTaskCount: steady(2) },
    // Of a function that is called every minute.
    ...{ Invocations: perMinute(1), Errors: steady(0) },
    ...{ SuccessPercent: steady(100), Failed: steady(0) },
    RestoreProven: steady(1),
    ...{ ApproximateNumberOfMessagesVisible: steady(0), ApproximateAgeOfOldestMessage: steady(0) },
    ...{ DatabaseConnections: steady(50), ReplicaLag: steady(0.1) },
    ...{ FreeStorageSpace: steady(2 ** 40), FreeableMemory: steady(2 ** 40) },
    ...{ DatabaseMemoryUsagePercentage: steady(20), Evictions: steady(0) },
    WebVitalsLargestContentfulPaint: steady(1500),
    ApproximateTraceCount: perMinute(5),
    ...{ PoolerPoolUsePercent: steady(20), PoolerWaitingClients: steady(0) },
    ...{ PoolerQueryMicroseconds: steady(5000), PoolerWaitMicroseconds: steady(1000) },
};
