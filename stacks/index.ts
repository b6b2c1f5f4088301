import { Cluster } from "../components/compute/cluster.ts";
import { Renewal } from "../components/compute/renewal.ts";
import { Service } from "../components/compute/service.ts";
import { Task } from "../components/compute/task.ts";
import { Backups } from "../components/data/backups.ts";
import { Cache } from "../components/data/cache.ts";
import { directConnections } from "../components/data/connections.ts";
import { Events } from "../components/data/events.ts";
import { Postgres } from "../components/data/postgres.ts";
import { Queue } from "../components/data/queue.ts";
import { RestoreDrill } from "../components/data/restore-drill.ts";
import { purposes, Roles } from "../components/data/roles.ts";
import { Storage } from "../components/data/storage.ts";
import { Vault } from "../components/data/vault.ts";
import { LoadBalancer } from "../components/edge/load-balancer.ts";
import { Budget } from "../components/guard/budget.ts";
import { Keys } from "../components/guard/keys.ts";
import { Secrets } from "../components/guard/secrets.ts";
import { Network } from "../components/network/network.ts";
import { Alerts } from "../components/watch/alerts.ts";
import { LogBucket } from "../components/watch/log-bucket.ts";
import { Logs } from "../components/watch/logs.ts";
import { bundle } from "./bundle.ts";
import { environmentIn } from "./environment.ts";
import { logPurposes } from "./variables.ts";
import { loadSettings } from "./settings.ts";
import { tiers } from "./tiers.ts";
import { variables } from "./variables.ts";

const settings = loadSettings();
const size = tiers[settings.tier];
const { certificateArn, logRetentionDays: retentionDays } = settings;
const { port, healthPath, image, cpuArchitecture } = settings.service;
const { connectionsPerTask } = size.pool;
// Stops here and shows the sum if the application at its busiest could open more connections than there are.
directConnections({ ...size.pool, instance: size.database.instance, maxTasks: size.service.maxTasks });
const { environment, account, named, tag, opts } = environmentIn(settings.region);

new Budget("budget", { limitUsd: settings.monthlyBudgetUsd, email: settings.alertEmail }, opts);
const { topicArn: alertsTopicArn } = new Alerts("alerts", { ...named, email: settings.alertEmail }, opts);
const keys = new Keys("keys", named, opts);
const logging = { kmsKeyArn: keys.logsArn, retentionDays };
const { groups: logs } = new Logs("logs", { ...named, ...logging, purposes: logPurposes }, opts);
const accessLogs = new LogBucket("access-logs", { ...account, retentionDays }, opts);

const layout = { ...settings.network, ...size.network };
const network = new Network("network", { ...account, ...layout, flowLogGroup: logs.flows }, opts);

const database = { ...settings.database, ...size.database, kmsKeyArn: keys.databaseArn, logs: logging };
const postgres = new Postgres("postgres", { network, identifier: environment, tag, ...database }, opts);
const cached = { ...size.cache, kmsKeyArn: keys.cacheArn, logs: logging };
const cache = new Cache("cache", { network, identifier: environment, ...cached }, opts);
// What is null here, a function writes: no state ever holds it.
const values = { cache: cache.connection, ...purposes };
const secrets = new Secrets("secrets", { ...named, kmsKeyArn: keys.secretsArn, values }, opts).made;
const rotated = { logins: secrets, logGroupName: logs.roles.name, alertsTopicArn, code: bundle("roles") };
const roles = new Roles("roles", { ...named, ...rotated, network, tag, database: postgres }, opts);

const messages = { ...account, kmsKeyArn: keys.messagesArn };
const jobs = new Queue("jobs", { ...messages, queueName: `${environment}-jobs` }, opts);
const events = new Events("events", { ...messages, busName: environment }, opts);
const stored = { ...account, ...settings.uploads, kmsKeyArn: keys.uploadsArn };
const uploads = new Storage("uploads", stored, opts);

const vault = new Vault("vault", { ...account, ...size.vault, vaultName: environment }, opts);
const elsewhere = { ...size.copies, region: settings.backupCopyRegion, vaultName: `${environment}-copies` };
const copies = new Vault("copies", { ...account, ...elsewhere }, opts);
new Backups("backups", { ...account, tag, vault, copies, alertsTopicArn }, opts);
new RestoreDrill("restore-drill", { ...named, network, vault, tag, database: postgres.instance }, opts);

const cluster = new Cluster("cluster", { execLogGroupName: logs.exec.name, kmsKeyArn: keys.logsArn }, opts);
const way = { port, healthPath, certificateArn, logBucket: accessLogs.bucket };
const loadBalancer = new LoadBalancer("web", { network, ...way }, opts);

const { cpu, memory, ...scaling } = size.service;
const sized = { image, cpuArchitecture, cpu, memory, port };
const from = { ...secrets.application, value: roles.ready };
const told = variables({ database: from, cache: secrets.cache, connectionsPerTask, jobs, events, uploads });
const rights = [...jobs.toSend, ...events.toPublish, ...uploads.toUse];
const run = { ...account, ...sized, ...told, rights, family: environment, logGroupName: logs.app.name };
const task = new Task("app", run, opts);
const clients = [postgres.clientSecurityGroupId, cache.clientSecurityGroupId];
const securityGroupIds = [loadBalancer.targetSecurityGroupId, ...clients];
const links = { network, cluster, task, target: loadBalancer, securityGroupIds };
const service = new Service("app", { ...links, ...scaling, port }, opts);
const renewed = { clusterName: cluster.clusterName, services: { app: service }, alertsTopicArn };
new Renewal("renewal", { ...named, ...renewed }, opts);

/** Where the application answers; with a certificate, point the name that is in it here. */
export const url = loadBalancer.url;
export const clusterName = cluster.clusterName;
export const serviceName = service.serviceName;
/** The instance of the generation that clients use, and those of all, by generation. */
export const databaseInstance = postgres.place.identifier;
export const databaseGenerations = postgres.identifiers;
export const rolesFunction = roles.functionName;
export const jobsDeadLettersUrl = jobs.deadLettersUrl;
export const undeliveredEventsUrl = events.undeliveredUrl;
/** The vaults of the backups, by their regions. */
export const backupVaults = { [vault.region]: vault.vaultName, [copies.region]: copies.vaultName };
