import * as aws from "@pulumi/aws";
import * as datadog from "@pulumi/datadog";
import type * as pulumi from "@pulumi/pulumi";
import { edgeRegion } from "../../parts/edge-region.ts";
import { policyOf, type Account } from "../../parts/rights.ts";
import { namespaces } from "./names.ts";

interface IntegrationArgs extends Account {
    prefix: string;
    /** Which of Datadog's sites. */
    site: string;
    /** What Datadog proves itself with: it reads for many, and can't be made to read here for another one. */
    externalId: string;
}

/** The account from which each of Datadog's sites reads (Datadog Docs, "Error: Datadog is not authorized to perform sts:AssumeRole"). */
const readers: Record<string, string> = { "ap1.datadoghq.com": "417141415827" };
const usualReader = "464622532012";
/** Numbers, the states of alarms, and tags. None of these actions knows a resource (Service Authorization Reference). */
const actions = [
    ...["cloudwatch:DescribeAlarmHistory", "cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData"],
    ...["cloudwatch:ListMetrics", "tag:GetResources"],
];

/** Lets Datadog read numbers of CloudWatch. Each is paid to AWS: it reads those of two regions, and of what is looked at. */
export function integration(
    parent: pulumi.Resource,
    name: string,
    args: IntegrationArgs,
    provider: datadog.Provider,
): void {
    const { site, externalId, prefix, accountId: awsAccountId, region } = args;
    const roleName = `${prefix}-${name}`;
    const assumeRolePolicy = policyOf([
        {
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${readers[site] ?? usualReader}:root` },
            Action: "sts:AssumeRole",
            Condition: { StringEquals: { "sts:ExternalId": externalId } },
        },
    ]);
    const role = new aws.iam.Role(name, { name: roleName, assumeRolePolicy }, { parent });
    const policy = policyOf([{ Effect: "Allow", Action: actions, Resource: "*" }]);
    const rights = new aws.iam.RolePolicy(name, { role: role.id, policy }, { parent });
    new datadog.aws.IntegrationAccount(
        name,
        {
            ...{ awsAccountId, awsPartition: "aws" },
            authConfig: { awsAuthConfigRole: { roleName, externalId } },
            awsRegions: { includeOnlies: [...new Set([region, edgeRegion])] },
            metricsConfig: {
                // What has no monitor there is at least seen among the events.
                ...{ enabled: true, collectCustomMetrics: true, collectCloudwatchAlarms: true },
                automuteEnabled: false,
                namespaceFilters: { includeOnlies: [...namespaces] },
            },
            logsConfig: { lambdaForwarder: {} },
            resourcesConfig: { extendedCollection: false, cloudSecurityPostureManagementCollection: false },
            tracesConfig: { xrayServices: { includeOnlies: [] } },
        },
        { parent, provider, dependsOn: [rights] },
    );
}
