import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Workflow } from "../workflow/schema.ts";
import { canary } from "./bundle.ts";
import { evidenceFor, guardsFor, worn } from "./compliance.ts";
import { connectionLimit, memoryGb } from "./connections.ts";
import { contextsFor } from "./context.ts";
import { withAgent } from "./datadog-agent.ts";
import { mirrorsOf } from "./datadog.ts";
import { pooler, type PoolerParts } from "./pooler.ts";
import { refuseFollower, refuseSleepingSource } from "./follower.ts";
import { refuseUnguarded } from "./guarded.ts";
import { measuredIn } from "./real-users.ts";
import { releasedImage } from "./release.ts";
import { nameRolesAfter } from "./role-names.ts";
import { loadSettings } from "./settings.ts";
import { awakeIn } from "./sleep.ts";
import { telemetryOf } from "./telemetry.ts";
import { tiers } from "./tiers.ts";
import { checkLooks, lookSeconds } from "./uptime.ts";
import { loadWorkflow } from "./workflow.ts";
import { zonesIn } from "./zones.ts";

/** The settings, the core workflow, where everything is made, what it is called after, how large it is, and the tags that all of it wears, awsx's children too. */
export async function loadEnvironment() {
    const settings = loadSettings();
    refuseUnguarded(settings);
    // Read here, too, before the first resource: a release that can't be tested is none.
    const workflow = loadWorkflow();
    const { everyMinutes } = settings.uptime;
    checkLooks(everyMinutes, JSON.parse(workflow["workflow.json"]!) as Workflow);
    const { region, tier, network, backupCopyRegion, domain, images, service, compliance } = settings;
    const { command, concurrency } = settings.worker;
    const [project, stack] = [pulumi.getProject(), pulumi.getStack()];
    const tags = {
        project,
        environment: stack,
        "managed-by": "pulumi",
        ...worn(compliance, settings.account.guardedBy),
    };
    const { id } = settings.account;
    const allowed = id === "" ? {} : { allowedAccountIds: [id] };
    const provider = new aws.Provider("aws", { region, defaultTags: { tags }, ...allowed });
    const { accountId } = aws.getCallerIdentityOutput({}, { provider });
    const environment = `${project}-${stack}`;
    refuseSleepingSource(project, stack);
    await refuseFollower(environment, settings.database, provider);
    nameRolesAfter(environment);
    const sized = withAgent(tiers[tier], settings.datadog.site);
    const maxWorkers = command.length > 0 ? sized.worker.maxTasks : 0;
    const pool = { ...sized.pool, maxWorkers, connectionsPerWorker: concurrency };
    const { database, cache } = sized;
    const of = { connections: connectionLimit(database.instance), memoryGb: memoryGb(database.instance) };
    const size = { ...sized, pool, ...of, nodes: cache.nodes, cacheNode: cache.node };
    const image = await releasedImage(environment, service.image, provider);
    const kept = { ...images, image, ...contextsFor(service.cpuArchitecture) };
    const guards = guardsFor(compliance, sized.guards, settings.logRetentionDays);
    const guarded = { ...settings.account, ...guards, budgetUsd: settings.monthlyBudgetUsd };
    const { measured, ...policed } = measuredIn({ settings, region, tags });
    const { name, ...zone } = domain;
    const { requestsPerIp } = settings.firewall;
    const faced = {
        ...{ domain: name, ...zone, requestsPerIp },
        ...{ ...settings.cdn, ...policed },
        port: service.port,
        healthPath: service.healthPath,
    };
    const firewall = { ...settings.firewall, ...(zone.proxied && { proxiedName: name }) };
    const told = { email: settings.alertEmail, pager: settings.pager };
    const looks = { everyMinutes, limitSeconds: lookSeconds(everyMinutes), code: canary(workflow) };
    const entry = { ...settings.ci, githubEnvironment: stack };
    const telemetry = telemetryOf({
        settings: { ...settings, ...settings.telemetry },
        environment,
    });
    const { mirrors, listening } = mirrorsOf({ settings, workflow });
    const zones = await zonesIn(region, network.zones, provider);
    const layout = { accountId, region, ...network, ...zones, ...size.network };
    return {
        /** With the image that was released last, what the network is to be, where users find the application, what guards the account, who is told, how CI gets in, what looks from outside, how users are measured, what the application is to tell, and what Datadog is told. */
        settings: {
            ...{ ...settings, images: kept, layout, faced, guarded, told, entry },
            ...{ firewall, looks, measured, telemetry, mirrors },
        },
        /** The files that go with a function that runs the core workflow. */
        workflow,
        environment,
        size,
        /** How long backups are kept, where their copies are, and how long the evidence on them is kept. */
        copied: {
            ...{ vault: size.vault, copies: { ...size.copies, region: backupCopyRegion } },
            ...evidenceFor(compliance),
        },
        /** The account and the region, what the names of things begin with that can be told apart by nothing else, and when it is awake. */
        named: { accountId, region, prefix: environment, awake: awakeIn(settings.sleep) },
        /** Worn by what is backed up. */
        tag: { key: "backup-plan", value: environment },
        opts: { providers: { aws: provider }, ...listening },
        /** What a pooler's task is told. */
        poolerOf: <Secret extends object, Ready, Parameter>(parts: PoolerParts<Secret, Ready, Parameter>) =>
            pooler({ ...parts, size, environment }),
    };
}
