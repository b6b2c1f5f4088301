/** Types that nobody outside of the account can call, by the reason, and never by their names alone. */
const reasons: Record<string, string[]> = {
    "It has no address, and describes, joins or watches others.": [
        ...["aws:acm/certificate", "aws:acm/certificateValidation", "aws:accessanalyzer/analyzer"],
        ...["aws:cfg/deliveryChannel", "aws:cfg/recorder", "aws:cfg/recorderStatus"],
        ...["aws:cloudwatch/compositeAlarm", "aws:securityhub/account"],
        "aws:securityhub/standardsSubscription",
        ...["aws:appautoscaling/policy", "aws:appautoscaling/target", "aws:budgets/budget"],
        ...["aws:cloudfront/cachePolicy", "aws:cloudfront/originAccessControl"],
        ...["aws:cloudfront/originRequestPolicy", "aws:cloudfront/responseHeadersPolicy"],
        ...["aws:cloudtrail/trail", "aws:cloudwatch/dashboard", "aws:cloudwatch/logDelivery"],
        ...["aws:cloudwatch/logDeliveryDestination", "aws:cloudwatch/logDeliverySource"],
        ...[
            "aws:cloudwatch/logMetricFilter",
            "aws:cloudwatch/metricAlarm",
            "aws:costexplorer/anomalyMonitor",
            "aws:costexplorer/costAllocationTag",
        ],
        ...["aws:costexplorer/anomalySubscription", "aws:ec2/flowLog", "aws:ecr/lifecyclePolicy"],
        ...["aws:ecs/clusterCapacityProviders", "aws:ecs/taskDefinition", "aws:elasticache/parameterGroup"],
        ...["aws:guardduty/detector", "aws:guardduty/detectorFeature", "aws:inspector2/enabler"],
        ...[
            "aws:kms/alias",
            "aws:lambda/functionEventInvokeConfig",
            "aws:lb/listenerRule",
            "aws:lb/targetGroup",
        ],
        ...["aws:rds/parameterGroup", "aws:s3/bucketLifecycleConfiguration", "aws:s3/bucketVersioning"],
        ...["aws:s3/bucketServerSideEncryptionConfiguration", "aws:s3/bucketCorsConfiguration"],
        ...["aws:secretsmanager/secretRotation", "aws:sns/topicSubscription", "aws:sqs/redriveAllowPolicy"],
        "aws:synthetics/canary",
        ...["datadog:aws/integrationAccount", "datadog:index/dashboardJson", "datadog:index/monitorJson"],
        ...["datadog:index/serviceLevelObjective", "datadog:index/syntheticsTest"],
        ...["datadog:index/downtimeSchedule", "datadog:index/sloCorrection"],
        ...["aws:wafv2/webAclLoggingConfiguration", "docker-build:index"],
        ...["random:index/randomId", "random:index/randomPassword"],
    ],
    "AWS's API asks this account's IAM who calls, and what lets in others is a type of its own.": [
        ...["aws:appconfig/application", "aws:appconfig/configurationProfile", "aws:appconfig/deployment"],
        ...["aws:appconfig/environment", "aws:appconfig/hostedConfigurationVersion", "aws:backup/vault"],
        ...["aws:cloudwatch/eventArchive", "aws:cloudwatch/eventBus", "aws:cloudwatch/logGroup"],
        ...["aws:dynamodb/table", "aws:ecr/repository", "aws:ecs/cluster", "aws:elasticache/user"],
        ...["aws:elasticache/userGroup", "aws:iam/rolePolicy", "aws:iam/rolePolicyAttachment"],
        ...["aws:scheduler/scheduleGroup", "aws:ssm/parameter", "aws:xray/group"],
    ],
    "It only calls others. A function in a VPC takes no connections there.": [
        ...["aws:backup/plan", "aws:backup/restoreTestingPlan", "aws:backup/restoreTestingSelection"],
        ...["aws:backup/selection", "aws:backup/vaultNotifications", "aws:cloudwatch/eventRule"],
        ...["aws:lambda/function", "aws:lambda/invocation"],
    ],
    "It leads out, and lets in only the answers.": [
        "aws:ec2/natGateway",
        "aws:ec2/egressOnlyInternetGateway",
    ],
    "It leads from the CDN to what is looked at itself.": ["aws:cloudfront/vpcOrigin"],
    "It only takes away.": [
        ...["aws:backup/vaultLockConfiguration", "aws:wafv2/webAcl", "aws:vpc/securityGroupEgressRule"],
        ...["aws:wafv2/ipSet", "cloudflare:index/ruleset", "cloudflare:index/zoneSetting"],
    ],
    "It gives a name, and no way, to what has an address.": [
        ...["aws:route53/record", "aws:servicediscovery/privateDnsNamespace", "aws:servicediscovery/service"],
        ...["cloudflare:index/dnsRecord"],
    ],
};

export const closedKinds: readonly string[] = Object.values(reasons).flat();
