/** What the provider and the scripts that release look at, and AWS's two lists leave out or may. */
export const reads: Record<string, string[]> = {
    appconfig: [
        ...["GetApplication", "GetConfigurationProfile", "GetDeployment", "GetDeploymentStrategy"],
        ...["GetEnvironment", "GetHostedConfigurationVersion", "ListTagsForResource"],
    ],
    "application-autoscaling": ["ListTagsForResource"],
    budgets: ["ListTagsForResource", "ViewBudget"],
    ce: [
        ...["GetAnomalyMonitors", "GetAnomalySubscriptions", "ListCostAllocationTags"],
        "ListTagsForResource",
    ],
    cloudformation: ["DescribeType", "GetResource", "GetResourceRequestStatus"],
    cloudfront: [
        ...["GetCachePolicy", "GetDistribution", "GetOriginAccessControl", "GetOriginRequestPolicy"],
        ...["GetResponseHeadersPolicy", "GetVpcOrigin", "ListTagsForResource"],
    ],
    cloudwatch: ["GetAlarmMuteRule", "GetDashboard", "GetMetricData", "ListTagsForResource"],
    dynamodb: ["DescribeContinuousBackups", "DescribeTable", "DescribeTimeToLive", "ListTagsOfResource"],
    ec2: [
        ...["DescribeManagedPrefixLists", "DescribeSecurityGroupRules", "DescribeVpcAttribute"],
        "GetManagedPrefixListEntries",
    ],
    ecr: ["DescribeImages", "GetLifecyclePolicy", "GetRepositoryPolicy", "ListTagsForResource"],
    ecs: ["DescribeServiceDeployments", "DescribeServiceRevisions", "ListServiceDeployments"],
    events: ["DescribeArchive", "DescribeEventBus", "DescribeRule", "ListTargetsByRule"],
    lambda: [
        ...["GetFunction", "GetFunctionCodeSigningConfig", "GetFunctionConcurrency"],
        ...["GetFunctionEventInvokeConfig", "GetPolicy", "ListTags", "ListVersionsByFunction"],
    ],
    logs: ["GetLogEvents", "ListTagsForResource"],
    rum: [
        "BatchGetRumMetricDefinitions",
        "GetAppMonitor",
        "GetResourcePolicy",
        "ListRumMetricsDestinations",
        "ListTagsForResource",
    ],
    scheduler: ["GetSchedule", "GetScheduleGroup", "ListTagsForResource"],
    servicediscovery: ["GetNamespace", "GetOperation", "GetService", "ListTagsForResource"],
    sns: ["GetSubscriptionAttributes", "GetTopicAttributes", "ListTagsForResource"],
    sqs: ["GetQueueAttributes", "GetQueueUrl", "ListQueueTags"],
    ssm: ["GetParameter", "GetParameterHistory", "GetParameters", "GetParametersByPath"],
    synthetics: ["GetCanary", "ListTagsForResource"],
    wafv2: ["GetIPSet", "GetLoggingConfiguration", "GetWebACL", "ListTagsForResource"],
    xray: ["GetGroup", "ListTagsForResource"],
};
