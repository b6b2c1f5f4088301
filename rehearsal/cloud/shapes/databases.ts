import type { Value } from "../../values.ts";
import type { Place, Row } from "../row.ts";

const PORTS: Record<string, number> = {
    postgres: 5432,
    mysql: 3306,
    mariadb: 3306,
    oracle: 1521,
    sqlserver: 1433,
};

/** Port and family that RDS chooses for an engine: "aurora-postgresql" 16.4 listens on 5432 and is of "aurora-postgresql16". */
function portOf(engine: Value | undefined): number {
    return Object.entries(PORTS).find(([name]) => String(engine).includes(name.slice(0, 8)))?.[1] ?? 3306;
}

function familyOf({ inputs }: Place): string {
    const [major = "", minor = "0"] = String(inputs.engineVersion ?? "").split(".");
    const dotted = /mysql|mariadb/.test(String(inputs.engine)) || (Number(major) > 0 && Number(major) < 10);
    return `${String(inputs.engine ?? "postgres")}${dotted ? `${major}.${minor}` : major}`;
}

/** What Secrets Manager keeps for a database that manages its own master password. */
function masterSecrets({ inputs, text }: Place, kind: string): Value {
    if (inputs.manageMasterUserPassword !== true) return [];
    const key = inputs.masterUserSecretKmsKeyId ?? text("arn:aws:kms:{region}:{account}:key/{uuid}");
    return [
        {
            kmsKeyId: key,
            secretArn: text(`arn:aws:secretsmanager:{region}:{account}:secret:rds!${kind}-{uuid}-{lower:6}`),
            secretStatus: "active",
        },
    ];
}

const windows = { backupWindow: "03:00-03:30", maintenanceWindow: "sun:05:00-sun:05:30" };
const rds = (kind: string, name = "name"): Row => ({
    id: `{${name}}`,
    arn: `arn:aws:rds:{region}:{account}:${kind}:{id}`,
});
/** RDS and Aurora. */
export const DATABASES: Record<string, Row> = {
    "rds/instance": {
        id: "db-{upper:26}",
        arn: "arn:aws:rds:{region}:{account}:db:{identifier}",
        resourceId: "{id}",
        address: "{identifier}.c{lower:11}.{region}.rds.amazonaws.com",
        port: ({ inputs }) => portOf(inputs.engine),
        endpoint: "{address}:{port}",
        hostedZoneId: "Z{upper:13}",
        status: "available",
        engineVersionActual: "{engineVersion}",
        availabilityZone: "{region}a",
        backupTarget: "region",
        ...windows,
        caCertIdentifier: "rds-ca-rsa2048-g1",
        characterSetName: "",
        dbName: "",
        domainFqdn: "",
        engineLifecycleSupport: "open-source-rds-extended-support",
        databaseInsightsMode: "standard",
        identifierPrefix: "",
        kmsKeyId: "",
        latestRestorableTime: "2026-01-01T00:00:00Z",
        licenseModel: ({ inputs }) =>
            String(inputs.engine).includes("postgres") ? "postgresql-license" : "general-public-license",
        listenerEndpoints: [],
        masterUserSecretKmsKeyId: "",
        masterUserSecrets: (place) => masterSecrets(place, "db"),
        monitoringRoleArn: "",
        multiAz: false,
        ncharCharacterSetName: "",
        networkType: "IPV4",
        optionGroupName: (place) => `default:${familyOf(place).replace(/(\d)/, "-$1").replaceAll(".", "-")}`,
        parameterGroupName: (place) => `default.${familyOf(place)}`,
        performanceInsightsKmsKeyId: "",
        performanceInsightsRetentionPeriod: 0,
        replicaMode: "",
        replicas: [],
        snapshotIdentifier: "",
        storageThroughput: 0,
        storageType: "gp2",
        timezone: "",
        upgradeRolloutOrder: "second",
    },
    "rds/cluster": {
        ...rds("cluster", "clusterIdentifier"),
        clusterIdentifier: "{id}",
        clusterResourceId: "cluster-{upper:26}",
        endpoint: "{id}.cluster-c{lower:11:host}.{region}.rds.amazonaws.com",
        readerEndpoint: "{id}.cluster-ro-c{lower:11:host}.{region}.rds.amazonaws.com",
        port: ({ inputs }) => portOf(inputs.engine),
        engineVersionActual: "{engineVersion}",
        hostedZoneId: "Z{upper:13}",
        masterUserSecrets: (place) => masterSecrets(place, "cluster"),
        availabilityZones: ({ region }) => ["a", "b", "c"].map((letter) => `${region}${letter}`),
        caCertificateValidTill: "",
        upgradeRolloutOrder: "second",
        preferredBackupWindow: windows.backupWindow,
        preferredMaintenanceWindow: windows.maintenanceWindow,
        kmsKeyId: "",
        networkType: "IPV4",
    },
    "rds/clusterInstance": {
        ...rds("db", "identifier"),
        identifier: "{id}",
        dbiResourceId: "db-{upper:26}",
        endpoint: "{id}.c{lower:11}.{region}.rds.amazonaws.com",
        port: ({ inputs }) => portOf(inputs.engine),
        engineVersionActual: "{engineVersion}",
        writer: true,
    },
    "rds/clusterParameterGroup": rds("cluster-pg"),
    "rds/eventSubscription": { ...rds("es"), customerAwsId: "{account}" },
    "rds/optionGroup": rds("og"),
    "rds/parameterGroup": { ...rds("pg"), namePrefix: "" },
    "rds/proxy": {
        id: "{name}",
        arn: "arn:aws:rds:{region}:{account}:db-proxy:prx-0{hex:16}",
        endpoint: "{name}.proxy-c{lower:11}.{region}.rds.amazonaws.com",
    },
    "rds/proxyDefaultTargetGroup": {
        id: "{dbProxyName}",
        arn: "arn:aws:rds:{region}:{account}:target-group:prx-tg-0{hex:16}",
        name: "default",
    },
    "rds/snapshot": {
        id: "{dbSnapshotIdentifier}",
        dbSnapshotArn: "arn:aws:rds:{region}:{account}:snapshot:{id}",
    },
    "rds/subnetGroup": {
        ...rds("subgrp"),
        namePrefix: "",
        supportedNetworkTypes: ["IPV4"],
        vpcId: "vpc-0{hex:16}",
    },
};
