import { isObject } from "../../values.ts";
import type { Place, Row } from "../row.ts";

const cacheHost = "{lower:6}.{region}.cache.amazonaws.com";
const cache = (kind: string, name = "name"): Row => ({
    id: `{${name}}`,
    arn: `arn:aws:elasticache:{region}:{account}:${kind}:{id}`,
});
const clustered = ({ inputs }: Place) =>
    inputs.clusterMode === "enabled" || Number(inputs.numNodeGroups ?? 1) > 1;

/** ElastiCache, DynamoDB, EFS and OpenSearch. */
export const DATA: Record<string, Row> = {
    "elasticache/cluster": {
        ...cache("cluster", "clusterId"),
        clusterAddress: `{id}.${cacheHost}`,
        configurationEndpoint: "{clusterAddress}:11211",
        port: ({ inputs }) => (inputs.engine === "memcached" ? 11211 : 6379),
        engineVersionActual: "{engineVersion}",
        cacheNodes: ({ inputs, text }) => [
            {
                id: "0001",
                address: text(`${String(inputs.clusterId)}.0001.{region}.cache.amazonaws.com`),
                port: 6379,
            },
        ],
    },
    "elasticache/parameterGroup": cache("parametergroup"),
    "elasticache/replicationGroup": {
        ...cache("replicationgroup", "replicationGroupId"),
        // With encryption in transit the host names begin with the role; without it they end with it.
        primaryEndpointAddress: (place) =>
            clustered(place) ? "" : place.text("master.{id}.{lower:6:host}.{region}.cache.amazonaws.com"),
        readerEndpointAddress: (place) =>
            clustered(place) ? "" : place.text("replica.{id}.{lower:6:host}.{region}.cache.amazonaws.com"),
        configurationEndpointAddress: (place) =>
            clustered(place) ? place.text("clustercfg.{id}.{lower:6:host}.{region}.cache.amazonaws.com") : "",
        memberClusters: ({ inputs, id }) =>
            Array.from(
                { length: Number(inputs.numCacheClusters ?? 1) },
                (_, at) => `${id}-${String(at + 1).padStart(3, "0")}`,
            ),
        clusterEnabled: clustered,
        clusterMode: (place) => (clustered(place) ? "enabled" : "disabled"),
        engineVersionActual: "{engineVersion}",
        globalReplicationGroupId: "",
        maintenanceWindow: "sun:05:00-sun:06:00",
        snapshotWindow: "03:00-04:00",
        port: 6379,
        networkType: "ipv4",
        ipDiscovery: "ipv4",
    },
    "elasticache/serverlessCache": {
        ...cache("serverlesscache"),
        endpoints: ({ text }) => [
            { address: text("{name}-{lower:6}.serverless.{region}.cache.amazonaws.com"), port: 6379 },
        ],
        status: "available",
    },
    "elasticache/subnetGroup": { ...cache("subnetgroup"), vpcId: "vpc-0{hex:16}" },
    "elasticache/user": cache("user", "userId"),
    "elasticache/userGroup": cache("usergroup", "userGroupId"),
    "dynamodb/table": {
        id: "{name}",
        arn: "arn:aws:dynamodb:{region}:{account}:table/{id}",
        streamLabel: ({ inputs }) => (inputs.streamEnabled === true ? "2026-01-01T00:00:00.000" : ""),
        streamArn: ({ inputs, text }) =>
            inputs.streamEnabled === true ? text("{arn}/stream/{streamLabel}") : "",
        serverSideEncryption: ({ inputs }) =>
            isObject(inputs.serverSideEncryption) ? inputs.serverSideEncryption : { enabled: false },
    },
    "efs/accessPoint": {
        id: "fsap-0{hex:16}",
        arn: "arn:aws:elasticfilesystem:{region}:{account}:access-point/{id}",
    },
    "efs/fileSystem": {
        id: "fs-0{hex:16}",
        arn: "arn:aws:elasticfilesystem:{region}:{account}:file-system/{id}",
        dnsName: "{id}.efs.{region}.amazonaws.com",
        ownerId: "{account}",
    },
    "efs/mountTarget": {
        id: "fsmt-0{hex:16}",
        dnsName: "{fileSystemId}.efs.{region}.amazonaws.com",
        ownerId: "{account}",
    },
    "opensearch/domain": {
        id: "arn:aws:es:{region}:{account}:domain/{domainName}",
        arn: "{id}",
        domainId: "{account}/{domainName}",
        endpoint: "search-{domainName}-{lower:26}.{region}.es.amazonaws.com",
    },
};
