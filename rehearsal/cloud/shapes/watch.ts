import type { Properties } from "../../values.ts";
import type { Row } from "../row.ts";

const logs = "arn:aws:logs:{region}:{account}";
const named = (arn: string, name = "name"): Row => ({ id: `{${name}}`, arn });
const byArn = (arn: string): Row => ({ id: arn, arn: "{id}" });

/** What a resource of the Cloud Control API was asked to be. */
function stateOf({ desiredState }: Properties): Record<string, unknown> {
    try {
        return JSON.parse(String(desiredState)) as Record<string, unknown>;
    } catch {
        return {};
    }
}

/** CloudWatch, EventBridge, SNS, SQS, Kinesis, Synthetics, X-Ray, budgets and cost anomalies. */
export const WATCH: Record<string, Row> = {
    "amp/workspace": {
        id: "ws-{uuid}",
        arn: "arn:aws:aps:{region}:{account}:workspace/{id}",
        prometheusEndpoint: "https://aps-workspaces.{region}.amazonaws.com/workspaces/{id}/",
    },
    "budgets/budget": {
        id: "{account}:{name}",
        arn: "arn:aws:budgets::{account}:budget/{name}",
        accountId: "{account}",
        namePrefix: "",
    },
    "chatbot/slackChannelConfiguration": {
        id: "{configurationName}",
        chatConfigurationArn:
            "arn:aws:chatbot::{account}:chat-configuration/slack-channel/{configurationName}",
    },
    // Its id is what AWS's schema of the type calls the primary identifier; of this one, the name.
    "cloudcontrol/resource": {
        id: ({ inputs, text }) => String(stateOf(inputs).Name ?? text("{uuid}")),
        properties: ({ inputs, text }) =>
            JSON.stringify({
                ...stateOf(inputs),
                ...(inputs.typeName === "AWS::RUM::AppMonitor" && { Id: text("{uuid}") }),
            }),
    },
    "cloudwatch/compositeAlarm": named(
        "arn:aws:cloudwatch:{region}:{account}:alarm:{alarmName}",
        "alarmName",
    ),
    "cloudwatch/dashboard": {
        id: "{dashboardName}",
        dashboardArn: "arn:aws:cloudwatch::{account}:dashboard/{dashboardName}",
    },
    "cloudwatch/eventApiDestination": named(
        "arn:aws:events:{region}:{account}:api-destination/{name}/{uuid}",
    ),
    "cloudwatch/eventArchive": named("arn:aws:events:{region}:{account}:archive/{name}"),
    "cloudwatch/eventBus": named("arn:aws:events:{region}:{account}:event-bus/{name}"),
    "cloudwatch/eventConnection": {
        ...named("arn:aws:events:{region}:{account}:connection/{name}/{uuid}"),
        secretArn:
            "arn:aws:secretsmanager:{region}:{account}:secret:events!connection/{name}/{uuid}-{lower:6}",
    },
    "cloudwatch/eventRule": {
        id: ({ inputs, text }) => (inputs.eventBusName ? text("{eventBusName}/{name}") : text("{name}")),
        arn: "arn:aws:events:{region}:{account}:rule/{id}",
        namePrefix: "",
    },
    "cloudwatch/eventTarget": { id: "{rule}-{targetId}" },
    "cloudwatch/logAnomalyDetector": byArn(`${logs}:anomaly-detector:{uuid}`),
    "cloudwatch/logDataProtectionPolicy": { id: "{logGroupName}" },
    "cloudwatch/logGroup": {
        ...named(`${logs}:log-group:{name}`),
        logGroupClass: "STANDARD",
        namePrefix: "",
    },
    "cloudwatch/logMetricFilter": { id: "{name}" },
    "cloudwatch/logResourcePolicy": { id: "{policyName}" },
    "cloudwatch/logStream": named(`${logs}:log-group:{logGroupName}:log-stream:{name}`),
    "cloudwatch/logSubscriptionFilter": { id: "cwlsf-{digits:10}", roleArn: "" },
    "cloudwatch/metricAlarm": {
        ...named("arn:aws:cloudwatch:{region}:{account}:alarm:{name}"),
        evaluateLowSampleCountPercentiles: "",
    },
    "cloudwatch/metricStream": {
        ...named("arn:aws:cloudwatch:{region}:{account}:metric-stream/{name}"),
        state: "running",
        namePrefix: "",
    },
    "cloudwatch/queryDefinition": { id: "{uuid}", queryDefinitionId: "{id}" },
    "costexplorer/anomalyMonitor": byArn("arn:aws:ce::{account}:anomalymonitor/{uuid}"),
    "costexplorer/anomalySubscription": {
        ...byArn("arn:aws:ce::{account}:anomalysubscription/{uuid}"),
        accountId: "{account}",
    },
    "costexplorer/costAllocationTag": { id: "{tagKey}", type: "UserDefined" },
    "costexplorer/costCategory": {
        ...byArn("arn:aws:ce::{account}:costcategory/{uuid}"),
        effectiveStart: "2026-01-01T00:00:00Z",
        effectiveEnd: "",
        defaultValue: "",
    },
    "grafana/workspace": { id: "g-{hex:10}", arn: "arn:aws:grafana:{region}:{account}:/workspaces/{id}" },
    "kinesis/firehoseDeliveryStream": {
        ...byArn("arn:aws:firehose:{region}:{account}:deliverystream/{name}"),
        versionId: "1",
    },
    "kinesis/stream": byArn("arn:aws:kinesis:{region}:{account}:stream/{name}"),
    "rum/appMonitor": {
        ...named("arn:aws:rum:{region}:{account}:appmonitor/{name}"),
        appMonitorId: "{uuid}",
    },
    "sns/topic": {
        ...byArn("arn:aws:sns:{region}:{account}:{name}"),
        owner: "{account}",
        beginningArchiveTime: "",
        namePrefix: "",
        signatureVersion: 0,
        tracingConfig: "",
        policy: ({ text }) =>
            text(
                '{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID","Effect":"Allow",' +
                    '"Principal":{"AWS":"*"},"Action":["SNS:Publish","SNS:Subscribe","SNS:GetTopicAttributes"],' +
                    '"Resource":"{id}","Condition":{"StringEquals":{"AWS:SourceOwner":"{account}"}}}]}',
            ),
    },
    "sns/topicPolicy": { id: "{arn}", owner: "{account}" },
    "sns/topicSubscription": {
        ...byArn("{topic}:{uuid}"),
        ownerId: "{account}",
        confirmationWasAuthenticated: false,
        pendingConfirmation: ({ inputs }) => String(inputs.protocol).startsWith("email"),
        filterPolicyScope: "",
    },
    "sqs/queue": {
        id: "https://sqs.{region}.amazonaws.com/{account}/{name}",
        arn: "arn:aws:sqs:{region}:{account}:{name}",
        url: "{id}",
        deduplicationScope: "",
        fifoThroughputLimit: "",
        kmsDataKeyReusePeriodSeconds: 300,
        namePrefix: "",
        policy: "",
        redriveAllowPolicy: "",
        redrivePolicy: "",
        sqsManagedSseEnabled: ({ inputs }) => !inputs.kmsMasterKeyId,
    },
    "sqs/queuePolicy": { id: "{queueUrl}" },
    "sqs/redriveAllowPolicy": { id: "{queueUrl}" },
    "sqs/redrivePolicy": { id: "{queueUrl}" },
    "synthetics/canary": {
        ...named("arn:aws:synthetics:{region}:{account}:canary:{name}"),
        engineArn: "arn:aws:lambda:{region}:{account}:function:cwsyn-{name}-{uuid}:1",
        sourceLocationArn: "arn:aws:lambda:{region}:{account}:layer:cwsyn-{name}-{uuid}:1",
        status: ({ inputs }) => (inputs.startCanary === true ? "RUNNING" : "READY"),
        timelines: [],
    },
    "synthetics/group": {
        id: "{name}",
        arn: "arn:aws:synthetics:{region}:{account}:group:{lower:8}",
        groupId: "{lower:8}",
    },
    "xray/group": byArn("arn:aws:xray:{region}:{account}:group/{groupName}/{upper:52}"),
    "xray/samplingRule": named("arn:aws:xray:{region}:{account}:sampling-rule/{ruleName}", "ruleName"),
};
