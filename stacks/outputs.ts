import type * as pulumi from "@pulumi/pulumi";

type Text = pulumi.Input<string>;

interface Parts {
    balancer: { url: Text };
    cluster: { clusterName: Text };
    service: { serviceName: Text };
    pooler: { serviceName: Text };
    database: { place: { identifier: string }; identifiers: Record<string, string> };
    roles: { functionName: Text };
    change: { functionName: Text };
    jobs: { deadLettersUrl: Text };
    events: { undeliveredUrl: Text };
    backups: Record<"vault" | "copies", { region: string; vaultName: Text }> & { planId: Text };
    proof: { bucket: Text };
    extract: { places: Record<string, Text> };
}

/** What people and scripts ask of a stack: where things are, and what they are called. */
export function outputsOf({ database, backups: { vault, copies, planId }, ...parts }: Parts) {
    return {
        /** Where the application answers; with a certificate, point the name that is in it here. */
        url: parts.balancer.url,
        clusterName: parts.cluster.clusterName,
        serviceName: parts.service.serviceName,
        poolerServiceName: parts.pooler.serviceName,
        /** The instance of the generation that clients use, and those of all, by generation. */
        databaseInstance: database.place.identifier,
        databaseGenerations: database.identifiers,
        rolesFunction: parts.roles.functionName,
        /** Changes the poolers over to another generation. */
        switchFunction: parts.change.functionName,
        jobsDeadLettersUrl: parts.jobs.deadLettersUrl,
        undeliveredEventsUrl: parts.events.undeliveredUrl,
        backupPlanId: planId,
        /** Where the verdicts on restored copies are. */
        evidenceBucket: parts.proof.bucket,
        /** The task that brings rows back from a copy, and where it is started. */
        extraction: parts.extract.places,
        /** The vaults of the backups, by their regions. */
        backupVaults: { [vault.region]: vault.vaultName, [copies.region]: copies.vaultName },
    };
}
