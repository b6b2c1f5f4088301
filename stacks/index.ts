import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../components/compute/cluster.ts";
import { Service } from "../components/compute/service.ts";
import { Task } from "../components/compute/task.ts";
import { BackupAlerts } from "../components/data/backup-alerts.ts";
import { Backups } from "../components/data/backups.ts";
import { Cache } from "../components/data/cache.ts";
import { directConnections } from "../components/data/connections.ts";
import { Events } from "../components/data/events.ts";
import { Postgres } from "../components/data/postgres.ts";
import { Queue } from "../components/data/queue.ts";
import { RestoreDrill } from "../components/data/restore-drill.ts";
import { Storage } from "../components/data/storage.ts";
import { Vault } from "../components/data/vault.ts";
import { LoadBalancer } from "../components/edge/load-balancer.ts";
import { Budget } from "../components/guard/budget.ts";
import { Keys } from "../components/guard/keys.ts";
import { Secrets } from "../components/guard/secrets.ts";
import { Network } from "../components/network/network.ts";
import { LogBucket } from "../components/watch/log-bucket.ts";
import { Logs } from "../components/watch/logs.ts";
import { loadSettings } from "./settings.ts";
import { tiers } from "./tiers.ts";
import { variables } from "./variables.ts";

const settings = loadSettings();
const size = tiers[settings.tier];
const { region, certificateArn, logRetentionDays: retentionDays } = settings;
const { port, healthPath, image, cpuArchitecture } = settings.service;
const { connectionsPerTask } = size.pool;
// Stops here and shows the sum if the application at its busiest could open more connections than there are.
directConnections({ ...size.pool, instance: size.database.instance, maxTasks: size.service.maxTasks });
const environment = `${pulumi.getProject()}-${pulumi.getStack()}`;

// Everything is in this region and wears these tags, the children of awsx's components too.
const tags = { project: pulumi.getProject(), environment: pulumi.getStack(), "managed-by": "pulumi" };
const provider = new aws.Provider("aws", { region, defaultTags: { tags } });
const opts = { providers: { aws: provider } };
const { accountId } = aws.getCallerIdentityOutput({}, { provider });
const account = { accountId, region };

new Budget("budget", { limitUsd: settings.monthlyBudgetUsd, email: settings.alertEmail }, opts);
const keys = new Keys("keys", { ...account, aliasPrefix: environment }, opts);
const logging = { kmsKeyArn: keys.logsArn, retentionDays };
const groups = { flows: `/${environment}/flows`, exec: `/${environment}/exec`, app: `/${environment}/app` };
const { flows, exec, app } = new Logs("logs", { ...logging, groups }, opts).groups;
const accessLogs = new LogBucket("access-logs", { ...account, retentionDays }, opts);

const layout = { ...settings.network, ...size.network };
const network = new Network("network", { ...account, ...layout, flowLogGroup: flows }, opts);

const database = { ...settings.database, ...size.database, kmsKeyArn: keys.databaseArn, logs: logging };
const tag = { key: "backup-plan", value: environment };
const postgres = new Postgres("postgres", { network, identifier: environment, tag, ...database }, opts);
const cached = { ...size.cache, kmsKeyArn: keys.cacheArn, logs: logging };
const cache = new Cache("cache", { network, identifier: environment, ...cached }, opts);
const values = { database: postgres.connection, cache: cache.connection };
const kept = { ...account, prefix: environment, kmsKeyArn: keys.secretsArn, values };
const { made } = new Secrets("secrets", kept, opts);

const messages = { ...account, kmsKeyArn: keys.messagesArn };
const jobs = new Queue("jobs", { ...messages, queueName: `${environment}-jobs` }, opts);
const events = new Events("events", { ...messages, busName: environment }, opts);
const stored = { ...account, ...settings.uploads, kmsKeyArn: keys.uploadsArn };
const uploads = new Storage("uploads", stored, opts);

const vault = new Vault("vault", { ...account, ...size.vault, vaultName: environment }, opts);
const elsewhere = { ...size.copies, region: settings.backupCopyRegion, vaultName: `${environment}-copies` };
const copies = new Vault("copies", { accountId, ...elsewhere }, opts);
new Backups("backups", { accountId, tag, vault, copies }, opts);
const named = { ...account, prefix: environment };
new BackupAlerts("backup-alerts", { ...named, vault, email: settings.alertEmail }, opts);
new RestoreDrill("restore-drill", { ...named, network, vault, tag, database: postgres.instance }, opts);

const cluster = new Cluster("cluster", { execLogGroupName: exec.name, kmsKeyArn: keys.logsArn }, opts);
const way = { port, healthPath, certificateArn, logBucket: accessLogs.bucket };
const loadBalancer = new LoadBalancer("web", { network, ...way }, opts);

const { cpu, memory, ...scaling } = size.service;
const sized = { image, cpuArchitecture, cpu, memory, port };
const told = variables({ ...made, connectionsPerTask, jobs, events, uploads });
const rights = [...jobs.toSend, ...events.toPublish, ...uploads.toUse];
const run = { ...account, ...sized, ...told, rights, family: environment, logGroupName: app.name };
const task = new Task("app", run, opts);
const clients = [postgres.clientSecurityGroupId, cache.clientSecurityGroupId];
const securityGroupIds = [loadBalancer.targetSecurityGroupId, ...clients];
const links = { network, cluster, task, target: loadBalancer, securityGroupIds };
const service = new Service("app", { ...links, ...scaling, port }, opts);

/** Where the application answers; with a certificate, point the name that is in it here. */
export const url = loadBalancer.url;
export const clusterName = cluster.clusterName;
export const serviceName = service.serviceName;
export const databaseAddress = postgres.address;
export const jobsDeadLettersUrl = jobs.deadLettersUrl;
export const undeliveredEventsUrl = events.undeliveredUrl;
export const vpcId = network.vpcId;
/** The vaults of the backups, by their regions. */
export const backupVaults = { [vault.region]: vault.vaultName, [copies.region]: copies.vaultName };
