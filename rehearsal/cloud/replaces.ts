import { nameProperty } from "./autoname.ts";
import type { ResourceSchema } from "./schema.ts";

/**
 * Inputs that AWS can't change in place and whose documentation in the SDK doesn't say so. No source was read for the
 * rows, so a missing one shows a replacement as an update and a wrong one the other way round.
 */
const REPLACES: Record<string, string> = {
    "acm/certificate":
        "domainName subjectAlternativeNames validationMethod keyAlgorithm certificateAuthorityArn",
    "acm/certificateValidation": "certificateArn validationRecordFqdns",
    "appautoscaling/policy": "resourceId scalableDimension serviceNamespace",
    "appautoscaling/target": "resourceId scalableDimension serviceNamespace",
    "backup/selection": "iamRoleArn planId resources notResources conditions selectionTags",
    "backup/vault": "kmsKeyArn",
    "cloudwatch/eventTarget": "rule eventBusName",
    "dynamodb/table": "hashKey rangeKey localSecondaryIndexes",
    "ec2/eip": "domain networkBorderGroup publicIpv4Pool",
    "ec2/flowLog": "vpcId subnetId eniId iamRoleArn logDestination logDestinationType logFormat trafficType",
    "ec2/instance": "availabilityZone keyName subnetId privateIp",
    "ec2/natGateway": "allocationId connectivityType subnetId privateIp",
    "ec2/route": "routeTableId destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId",
    "ec2/routeTable": "vpcId",
    "ec2/routeTableAssociation": "subnetId gatewayId",
    "ec2/securityGroup": "description vpcId",
    "ec2/securityGroupRule":
        "cidrBlocks fromPort ipv6CidrBlocks protocol securityGroupId self sourceSecurityGroupId toPort type",
    "ec2/subnet": "availabilityZone availabilityZoneId cidrBlock ipv6Native outpostArn vpcId",
    "ec2/vpc": "cidrBlock instanceTenancy ipv4IpamPoolId ipv4NetmaskLength",
    "ec2/vpcEndpoint": "serviceName serviceRegion vpcEndpointType vpcId",
    "ecr/repository": "encryptionConfigurations",
    "ecs/capacityProvider": "cluster",
    "ecs/service": "cluster launchType schedulingStrategy",
    "ecs/taskDefinition":
        "containerDefinitions cpu enableFaultInjection ephemeralStorage executionRoleArn family ipcMode memory networkMode " +
        "pidMode placementConstraints proxyConfiguration requiresCompatibilities runtimePlatform taskRoleArn volumes",
    "elasticache/replicationGroup":
        "atRestEncryptionEnabled dataTieringEnabled globalReplicationGroupId kmsKeyId port snapshotArns snapshotName subnetGroupName",
    "elasticache/subnetGroup": "description",
    "iam/policy": "description path",
    "iam/role": "path",
    "iam/rolePolicy": "role",
    "iam/rolePolicyAttachment": "policyArn role",
    "kms/key": "customKeyStoreId customerMasterKeySpec keyUsage multiRegion xksKeyId",
    "lambda/function": "packageType",
    "lambda/permission":
        "action eventSourceToken function principal principalOrgId qualifier sourceAccount sourceArn",
    "lb/listener": "loadBalancerArn",
    "lb/listenerRule": "listenerArn",
    "lb/loadBalancer": "customerOwnedIpv4Pool internal loadBalancerType",
    "lb/targetGroup": "ipAddressType port protocol protocolVersion targetType vpcId",
    "rds/cluster":
        "availabilityZones databaseName engine globalClusterIdentifierSource kmsKeyId masterUsername restoreToPointInTime " +
        "snapshotIdentifier storageEncrypted",
    "rds/clusterInstance": "clusterIdentifier engine dbSubnetGroupName",
    "rds/clusterParameterGroup": "description family",
    "rds/instance":
        "availabilityZone backupTarget characterSetName customIamInstanceProfile dbName engine kmsKeyId ncharCharacterSetName " +
        "restoreToPointInTime s3Import snapshotIdentifier storageEncrypted timezone username",
    "rds/parameterGroup": "description family",
    "route53/record": "name type zoneId setIdentifier",
    "route53/zone": "delegationSetId name",
    "s3/bucketPolicy": "bucket",
    "s3/bucketVersioning": "bucket expectedBucketOwner",
    "secretsmanager/secretVersion": "secretId secretString secretBinary",
    "servicediscovery/privateDnsNamespace": "vpc",
    "sns/topic": "fifoTopic",
    "sns/topicSubscription": "endpoint protocol topic",
    "sqs/queue": "fifoQueue",
    "wafv2/ipSet": "ipAddressVersion scope",
    "wafv2/ruleGroup": "capacity scope",
    "wafv2/webAcl": "scope",
    "wafv2/webAclAssociation": "resourceArn webAclArn",
};

/** Names that AWS, unlike for most types, changes in place. */
const RENAMES = new Set(["rds/instance", "rds/clusterInstance", "ec2/vpc", "backup/plan", "budgets/budget"]);

const cache = new WeakMap<ResourceSchema, Set<string>>();

/** The inputs whose change makes a new resource. Every input of random does; of the others those that name or place it. */
export function replacesOf(schema: ResourceSchema): Set<string> {
    let known = cache.get(schema);
    if (!known) cache.set(schema, (known = derive(schema)));
    return known;
}

function derive(schema: ResourceSchema): Set<string> {
    const [source, module = ""] = schema.type.split(":") as [string, string?];
    const inputs = [...schema.properties.values()].filter((one) => one.input);
    if (source === "random") return new Set(inputs.map((one) => one.name));
    const table =
        source === "aws" ? (REPLACES[module.replace(/^alb\//, "lb/")] ?? "").split(" ").filter(Boolean) : [];
    const names = [nameProperty(schema), "namePrefix"].filter(
        (name) => name !== undefined && schema.properties.get(name)?.input,
    );
    const region = source === "aws" && schema.properties.get("region")?.input ? ["region"] : [];
    const documented = inputs.filter((one) => one.replaces).map((one) => one.name);
    return new Set([...table, ...region, ...documented, ...(RENAMES.has(module) ? [] : (names as string[]))]);
}
