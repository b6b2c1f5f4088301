import type * as pulumi from "@pulumi/pulumi";
import { releaseParameter } from "./release.ts";

type Text = pulumi.Input<string>;

interface Parts {
    /** Part of the name of the record of releases. */
    prefix: string;
    imageRepository?: Text;
    cdn: Record<"url" | "serverName" | "distributionId", Text>;
    firewall: { loadTest: { header: string; value: Text } };
    cluster: { clusterName: Text };
    service: { serviceName: Text };
    worker: { serviceName: Text } | undefined;
    alarms: { rollback: Text[] };
    tableName: Text;
    pooler: { serviceName: Text };
    database: {
        place: { identifier: string };
        identifiers: Record<string, string>;
        operatorSecurityGroupId: Text;
    };
    keys: { databaseArn: Text };
    roles: { functionName: Text };
    change: { functionName: Text };
    alertsTopicArn: Text;
    pageTopicArn: Text;
    edgeTopicArn: Text;
    dashboardName: Text;
    jobs: { deadLettersUrl: Text };
    events: { undeliveredUrl: Text };
    backups: Record<"vault" | "copies", { region: string; vaultName: Text }> & { planId: Text };
    proof: { bucket: Text; check: Record<string, pulumi.Input<Text | Text[]>> };
    consoles: { places: Record<string, Text> };
    extract: { places: Record<string, Text> };
}

/** What people and scripts ask of a stack: where things are, and what they are called. */
export function outputsOf({ database, backups, imageRepository, ...parts }: Parts) {
    const { vault, copies, planId } = backups;
    return {
        /** Where the application answers users. */
        url: parts.cdn.url,
        /** The name in that address, and on its certificate. */
        serverName: parts.cdn.serverName,
        /** What `aws cloudfront create-invalidation` takes, to forget what is kept at the edge. */
        distributionId: parts.cdn.distributionId,
        /** What a load test sends along: without it the firewall's limits would stop it. */
        loadTest: parts.firewall.loadTest,
        clusterName: parts.cluster.clusterName,
        serviceName: parts.service.serviceName,
        /** Not there where the stack file names no command for workers. */
        ...(parts.worker && { workerServiceName: parts.worker.serviceName }),
        /**
         * What runs is written there by the scripts that release; the alarms that take a release back; and where a
         * release is announced that may begin though one of them is red.
         */
        release: {
            parameter: releaseParameter(parts.prefix),
            alarms: parts.alarms.rollback,
            announcements: parts.tableName,
        },
        /** Where CI pushes the application's images; not there, where another environment has them. */
        ...(imageRepository !== undefined && { imageRepository }),
        /** Where every alarm of the environment is sent: by it they are found. */
        alertsTopicArn: parts.alertsTopicArn,
        /** Where it is sent that users are hurt. */
        pageTopicArn: parts.pageTopicArn,
        edgeTopicArn: parts.edgeTopicArn,
        /** Where to look first in an incident: CloudWatch, Dashboards. */
        dashboardName: parts.dashboardName,
        poolerServiceName: parts.pooler.serviceName,
        /** The instance of the generation that clients use, and those of all, by generation. */
        databaseInstance: database.place.identifier,
        databaseGenerations: database.identifiers,
        /** The key of every generation. */
        databaseKeyArn: parts.keys.databaseArn,
        rolesFunction: parts.roles.functionName,
        /** Changes the poolers over to another generation. */
        switchFunction: parts.change.functionName,
        /** The task definitions of consoles to read and to write, and where they are started. */
        databaseConsoles: parts.consoles.places,
        jobsDeadLettersUrl: parts.jobs.deadLettersUrl,
        undeliveredEventsUrl: parts.events.undeliveredUrl,
        backupPlanId: planId,
        /** Where the verdicts on restored copies are. */
        evidenceBucket: parts.proof.bucket,
        /** How a check is started; with the last one's security group it reaches the generations. */
        restoreCheck: { ...parts.proof.check, operatorSecurityGroupId: database.operatorSecurityGroupId },
        /** The task that brings rows back from a copy, and where it is started. */
        extraction: parts.extract.places,
        /** The vaults of the backups, by their regions. */
        backupVaults: { [vault.region]: vault.vaultName, [copies.region]: copies.vaultName },
    };
}
