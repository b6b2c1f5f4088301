/**
 * What a `pulumi up` of this program asks AWS to change, action by action, in policies that stay below IAM's 6,144
 * characters. What reads is in AWS's own `SecurityAudit` and `ViewOnlyAccess`, which read settings and no data, and in
 * `reads`. The actions are those of the services' own lists (Service Authorization Reference, read 2026-11-22).
 *
 * Left out, so that a person does them: everything that says who may do what (roles, policies of keys, buckets and
 * functions), everything that ends what holds data, lifecycles of buckets among it, and everything that watches (the
 * audit log, the search for threats, the vaults of backups), and names: records of a zone, and certificates.
 */
export const changes: Record<"network" | "edge" | "compute" | "data" | "watch", Record<string, string[]>> = {
    network: {
        ec2: [
            ...["AllocateAddress", "AssociateRouteTable", "AuthorizeSecurityGroupEgress"],
            ...["AuthorizeSecurityGroupIngress", "CreateNatGateway", "CreateRoute", "CreateRouteTable"],
            ...["CreateSecurityGroup", "CreateSubnet", "CreateTags", "CreateVpcEndpoint", "DeleteNatGateway"],
            ...["DeleteRoute", "DeleteRouteTable", "DeleteSecurityGroup", "DeleteTags", "DeleteVpcEndpoints"],
            ...["DisassociateAddress", "DisassociateRouteTable", "ModifySecurityGroupRules"],
            ...["ModifySubnetAttribute", "ModifyVpcAttribute", "ModifyVpcEndpoint", "ReleaseAddress"],
            ...["ReplaceRoute", "ReplaceRouteTableAssociation", "RevokeSecurityGroupEgress"],
            ...["RevokeSecurityGroupIngress", "UpdateSecurityGroupRuleDescriptionsEgress"],
            "UpdateSecurityGroupRuleDescriptionsIngress",
        ],
        elasticloadbalancing: [
            ...["AddTags", "CreateListener", "CreateLoadBalancer", "CreateRule", "CreateTargetGroup"],
            ...["DeleteListener", "DeleteRule", "DeleteTargetGroup", "ModifyListener"],
            ...["ModifyListenerAttributes", "ModifyLoadBalancerAttributes", "ModifyRule"],
            ...["ModifyTargetGroup", "ModifyTargetGroupAttributes", "RemoveTags", "SetIpAddressType"],
            ...["SetRulePriorities", "SetSecurityGroups", "SetSubnets"],
        ],
        servicediscovery: ["CreateService", "TagResource", "UntagResource", "UpdateService"],
    },
    edge: {
        cloudfront: [
            ...["CreateCachePolicy", "CreateInvalidation", "CreateOriginRequestPolicy"],
            ...["CreateResponseHeadersPolicy", "DeleteCachePolicy", "DeleteOriginRequestPolicy"],
            ...["DeleteResponseHeadersPolicy", "TagResource", "UntagResource", "UpdateCachePolicy"],
            ...["UpdateDistribution", "UpdateOriginRequestPolicy", "UpdateResponseHeadersPolicy"],
            "UpdateVpcOrigin",
        ],
        wafv2: ["PutLoggingConfiguration", "TagResource", "UntagResource", "UpdateIPSet", "UpdateWebACL"],
    },
    compute: {
        appconfig: [
            ...["CreateHostedConfigurationVersion", "StartDeployment", "StopDeployment", "TagResource"],
            ...["UntagResource", "UpdateApplication", "UpdateConfigurationProfile", "UpdateEnvironment"],
        ],
        "application-autoscaling": [
            ...["DeleteScalingPolicy", "DeleteScheduledAction", "DeregisterScalableTarget"],
            ...["PutScalingPolicy", "PutScheduledAction", "RegisterScalableTarget", "TagResource"],
            "UntagResource",
        ],
        ecr: [
            ...["CompleteLayerUpload", "CreateRepository", "GetAuthorizationToken", "InitiateLayerUpload"],
            ...["BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer", "PutImage"],
            ...["PutImageScanningConfiguration", "PutImageTagMutability", "PutLifecyclePolicy"],
            ...["TagResource", "UntagResource", "UploadLayerPart"],
        ],
        ecs: [
            ...["CreateService", "DeleteService", "DeregisterTaskDefinition", "PutClusterCapacityProviders"],
            ...["RegisterTaskDefinition", "StopServiceDeployment", "TagResource", "UntagResource"],
            ...["UpdateCluster", "UpdateClusterSettings", "UpdateService"],
        ],
        lambda: [
            ...["CreateFunction", "DeleteFunction", "DeleteFunctionEventInvokeConfig", "InvokeFunction"],
            ...["PutFunctionEventInvokeConfig", "TagResource", "UntagResource", "UpdateFunctionCode"],
            ...["UpdateFunctionConfiguration", "UpdateFunctionEventInvokeConfig"],
        ],
        scheduler: [
            ...["CreateSchedule", "CreateScheduleGroup", "DeleteSchedule", "DeleteScheduleGroup"],
            ...["TagResource", "UntagResource", "UpdateSchedule"],
        ],
        ssm: ["AddTagsToResource", "PutParameter", "RemoveTagsFromResource"],
    },
    data: {
        dynamodb: [
            ...["PutItem", "TagResource", "UntagResource", "UpdateContinuousBackups", "UpdateTable"],
            "UpdateTimeToLive",
        ],
        elasticache: [
            ...["AddTagsToResource", "CreateCacheParameterGroup", "CreateUser", "DecreaseReplicaCount"],
            ...["IncreaseReplicaCount", "ModifyCacheParameterGroup", "ModifyCacheSubnetGroup"],
            ...["ModifyReplicationGroup", "ModifyUser", "ModifyUserGroup", "RemoveTagsFromResource"],
        ],
        rds: [
            ...["AddTagsToResource", "CreateDBInstance", "CreateDBInstanceReadReplica"],
            ...["CreateDBParameterGroup", "DeleteDBParameterGroup", "ModifyDBInstance"],
            ...["ModifyDBParameterGroup", "ModifyDBSubnetGroup", "RebootDBInstance"],
            ...["RemoveTagsFromResource", "ResetDBParameterGroup", "RestoreDBInstanceFromDBSnapshot"],
            "RestoreDBInstanceToPointInTime",
        ],
        s3: ["PutBucketCORS", "PutBucketTagging"],
        secretsmanager: ["RotateSecret", "TagResource", "UntagResource", "UpdateSecret"],
        sqs: ["TagQueue", "UntagQueue"],
    },
    watch: {
        budgets: ["ModifyBudget", "TagResource", "UntagResource"],
        ce: [
            ...["TagResource", "UntagResource", "UpdateAnomalySubscription"],
            "UpdateCostAllocationTagsStatus",
        ],
        cloudwatch: [
            ...["DeleteAlarmMuteRule", "DeleteAlarms", "PutAlarmMuteRule", "PutDashboard"],
            ...["PutCompositeAlarm", "PutMetricAlarm", "TagResource", "UntagResource"],
        ],
        events: [
            ...["DeleteRule", "PutRule", "PutTargets", "RemoveTargets", "TagResource", "UntagResource"],
            ...["UpdateArchive", "UpdateEventBus"],
        ],
        logs: [
            ...["AssociateKmsKey", "CreateLogGroup", "DeleteMetricFilter", "PutMetricFilter"],
            ...["PutRetentionPolicy", "TagResource", "UntagResource"],
        ],
        sns: ["Subscribe", "TagResource", "UntagResource"],
    },
};
