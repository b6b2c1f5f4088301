import type { Properties } from "../values.ts";
import { alphabet, aws, count, json, length, oneOf, range, rule } from "./kinds.ts";
import { numberOf, type Limit } from "./row.ts";
import { schedule } from "./schedules.ts";
import { api, typings } from "./sources.ts";

const logGroup = aws("cloudwatch", "LogGroup");
const metricFilter = aws("cloudwatch", "LogMetricFilter");
const alarm = aws("cloudwatch", "MetricAlarm");
const composite = aws("cloudwatch", "CompositeAlarm");
const dashboard = aws("cloudwatch", "Dashboard");
const eventRule = aws("cloudwatch", "EventRule");
const canary = aws("synthetics", "Canary");
const trail = aws("cloudtrail", "Trail");
const traces = aws("xray", "Group");

const metricAlarm = api("cloudwatch", "PutMetricAlarm");
const createCanary = api("synthetics", "CreateCanary");
const retention = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const comparisons = [
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
    "GreaterThanUpperThreshold",
];

const at = (period: number, evaluationPeriods: number): Properties => ({ period, evaluationPeriods });

export const watch: Limit[] = [
    length(traces, "groupName", 1, 32, api("xray", "CreateGroup")),
    length(logGroup, "name", 1, 512, api("logs", "CreateLogGroup")),
    alphabet(
        logGroup,
        "name",
        /^[.\-_/#A-Za-z0-9]+$/,
        "letters, digits and . - _ / #",
        api("logs", "CreateLogGroup"),
        {
            good: ["/aws/vpc/flow-logs"],
            bad: ["vpc logs", "vpc:logs"],
        },
    ),
    oneOf(logGroup, "retentionInDays", [0, ...retention], api("logs", "PutRetentionPolicy")),
    oneOf(
        logGroup,
        "logGroupClass",
        ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY", "ESSENTIALS"],
        api("logs", "CreateLogGroup"),
    ),
    length(metricFilter, "name", 1, 512, api("logs", "PutMetricFilter")),
    alphabet(metricFilter, "name", /^[^:*]*$/, "no : and no *", api("logs", "PutMetricFilter"), {
        good: ["errors"],
        bad: ["a:b", "*"],
    }),
    length(metricFilter, "pattern", 0, 1024, api("logs", "PutMetricFilter")),

    length(alarm, "name", 1, 255, metricAlarm),
    length(alarm, "alarmDescription", 0, 1024, metricAlarm),
    oneOf(alarm, "comparisonOperator", comparisons, metricAlarm),
    oneOf(alarm, "statistic", ["SampleCount", "Average", "Sum", "Minimum", "Maximum"], metricAlarm),
    oneOf(alarm, "treatMissingData", ["breaching", "notBreaching", "ignore", "missing"], metricAlarm),
    count(alarm, "alarmActions", 0, 5, metricAlarm, { item: (n) => `arn:aws:sns:eu-west-1:1:topic-${n}` }),
    rule(
        alarm,
        "period",
        "values",
        metricAlarm,
        (value) => {
            const seconds = numberOf(value);
            const good =
                seconds === undefined ||
                [10, 20, 30].includes(seconds) ||
                (seconds >= 60 && seconds % 60 === 0);
            return good ? undefined : `is ${seconds}; use 10, 20, 30 or a multiple of 60`;
        },
        [10, 20, 30, 60, 300].map((period) => ({ period })),
        [0, 15, 40, 90].map((period) => ({ period })),
    ),
    rule(
        alarm,
        "evaluationPeriods",
        "window",
        metricAlarm,
        (value, { period }) => {
            const [periods, seconds] = [numberOf(value), numberOf(period)];
            if (periods === undefined || seconds === undefined) return undefined;
            const most = seconds < 3600 ? 86400 : 604800;
            const over = periods * seconds > most;
            return over
                ? `looks at ${periods} periods of ${seconds} s; use at most ${Math.floor(most / seconds)}`
                : undefined;
        },
        [at(60, 1440), at(3600, 168)],
        [at(60, 1441), at(3600, 169)],
    ),
    rule(
        alarm,
        "datapointsToAlarm",
        "order",
        metricAlarm,
        (value, { evaluationPeriods }) => {
            const [points, periods] = [numberOf(value), numberOf(evaluationPeriods)];
            if (points === undefined) return undefined;
            if (points < 1) return `is ${points}; use 1 or more`;
            return periods !== undefined && points > periods
                ? `is ${points} of ${periods} periods; use at most ${periods}`
                : undefined;
        },
        [{ datapointsToAlarm: 3, evaluationPeriods: 3 }],
        [{ datapointsToAlarm: 4, evaluationPeriods: 3 }, { datapointsToAlarm: 0 }],
    ),
    range(
        alarm,
        "warmUpConfiguration.warmUpPeriodDurationInMinutes",
        1,
        2880,
        api("cloudwatch", "WarmUpConfiguration"),
    ),
    length(composite, "alarmName", 1, 255, api("cloudwatch", "PutCompositeAlarm")),
    length(composite, "alarmRule", 1, 10240, api("cloudwatch", "PutCompositeAlarm")),
    length(dashboard, "dashboardName", 1, 255, api("cloudwatch", "PutDashboard")),
    alphabet(
        dashboard,
        "dashboardName",
        /^[\w-]+$/,
        "letters, digits, - and _",
        api("cloudwatch", "PutDashboard"),
        {
            good: ["orders_1"],
            bad: ["orders 1"],
        },
    ),
    json(dashboard, "dashboardBody", api("cloudwatch", "PutDashboard")),

    length(eventRule, "name", 1, 64, api("events", "PutRule")),
    alphabet(eventRule, "name", /^[.\-_A-Za-z0-9]+$/, "letters, digits and . - _", api("events", "PutRule"), {
        good: ["a.b"],
        bad: ["a b"],
    }),
    schedule(eventRule, "scheduleExpression", ["cron", "rate"], api("events", "PutRule")),
    json(eventRule, "eventPattern", api("events", "PutRule")),

    length(canary, "name", 1, 255, `${typings("synthetics/canary")}; ${createCanary}`),
    alphabet(
        canary,
        "name",
        /^[0-9a-z_-]+$/,
        "lower-case letters, digits, hyphens and underscores",
        createCanary,
        {
            good: ["checkout_1-a"],
            bad: ["Checkout", "check.out"],
        },
    ),
    range(canary, "runConfig.timeoutInSeconds", 3, 840, api("synthetics", "CanaryRunConfigInput")),
    range(canary, "runConfig.memoryInMb", 960, 3008, api("synthetics", "CanaryRunConfigInput"), { step: 64 }),
    range(canary, "successRetentionPeriod", 1, 455, createCanary),
    range(canary, "failureRetentionPeriod", 1, 455, createCanary),
    length(trail, "name", 3, 128, api("cloudtrail", "CreateTrail")),
    alphabet(
        trail,
        "name",
        /^(?!\d{1,3}(\.\d{1,3}){3}$)[A-Za-z0-9]([._-]?[A-Za-z0-9])*$/,
        "letters, digits and single . _ -, with a letter or digit at both ends",
        api("cloudtrail", "CreateTrail"),
        { good: ["audit-main"], bad: ["audit--main", "audit-", "192.168.5.4"] },
    ),
];
