import type { Row } from "../row.ts";

const byArn = (arn: string): Row => ({ id: arn, arn: "{id}" });
const named = (arn: string, name = "name"): Row => ({ id: `{${name}}`, arn });

/** Services outside the usual web stack, with no more than what identifies them. */
export const OTHERS: Record<string, Row> = {
    "athena/workgroup": named("arn:aws:athena:{region}:{account}:workgroup/{name}"),
    "cognito/identityPool": {
        id: "{region}:{uuid}",
        arn: "arn:aws:cognito-identity:{region}:{account}:identitypool/{id}",
    },
    "cognito/userPool": {
        id: "{region}_{upper:9}",
        arn: "arn:aws:cognito-idp:{region}:{account}:userpool/{id}",
        endpoint: "cognito-idp.{region}.amazonaws.com/{id}",
        estimatedNumberOfUsers: 0,
    },
    "cognito/userPoolClient": { id: "{lower:26}", clientSecret: "" },
    "cognito/userPoolDomain": {
        id: "{domain}",
        cloudfrontDistribution: "d{lower:13}.cloudfront.net",
        awsAccountId: "{account}",
    },
    "codedeploy/application": {
        id: "{uuid}:{name}",
        arn: "arn:aws:codedeploy:{region}:{account}:application:{name}",
        applicationId: "{uuid}",
    },
    "codepipeline/pipeline": { id: "{name}", arn: "arn:aws:codepipeline:{region}:{account}:{name}" },
    "glue/catalogDatabase": {
        id: "{account}:{name}",
        arn: "arn:aws:glue:{region}:{account}:database/{name}",
        catalogId: "{account}",
    },
    "mq/broker": { id: "b-{uuid}", arn: "arn:aws:mq:{region}:{account}:broker:{brokerName}:{id}" },
    "msk/cluster": {
        ...byArn("arn:aws:kafka:{region}:{account}:cluster/{clusterName}/{uuid}-1"),
        bootstrapBrokersTls: "b-1.{clusterName}.{lower:6}.c1.kafka.{region}.amazonaws.com:9094",
    },
    "ram/resourceShare": byArn("arn:aws:ram:{region}:{account}:resource-share/{uuid}"),
    "ses/domainIdentity": {
        id: "{domain}",
        arn: "arn:aws:ses:{region}:{account}:identity/{domain}",
        verificationToken: "{lower:43}",
    },
    "sesv2/configurationSet": named(
        "arn:aws:ses:{region}:{account}:configuration-set/{id}",
        "configurationSetName",
    ),
    "sesv2/emailIdentity": {
        id: "{emailIdentity}",
        arn: "arn:aws:ses:{region}:{account}:identity/{id}",
        identityType: "DOMAIN",
    },
    "shield/protection": { id: "{uuid}", arn: "arn:aws:shield::{account}:protection/{id}" },
    "cloudflare:dnsRecord": { id: "{hex:32}" },
    "cloudflare:record": { id: "{hex:32}" },
    "cloudflare:ruleset": { id: "{hex:32}", version: "1" },
    "cloudflare:zoneSetting": { id: "{settingId}", editable: true },
    "cloudflare:zone": {
        id: "{hex:32}",
        status: "pending",
        nameServers: ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
    },
    "datadog:monitor": { id: "{digits:9}" },
    "datadog:dashboard": { id: "{lower:3}-{lower:3}-{lower:3}", url: "/dashboard/{id}" },
    "datadog:dashboardJson": { id: "{lower:3}-{lower:3}-{lower:3}", url: "/dashboard/{id}" },
    "datadog:monitorJson": { id: "{digits:9}", url: "/monitors/{id}" },
    "datadog:serviceLevelObjective": { id: "{hex:32}" },
    "datadog:downtimeSchedule": { id: "{uuid}" },
    "datadog:sloCorrection": { id: "{uuid}" },
    "datadog:syntheticsTest": { id: "{lower:3}-{lower:3}-{lower:3}", monitorId: 123456789 },
};
