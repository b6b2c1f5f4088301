import { Cluster } from "../components/compute/cluster.ts";
import { Image } from "../components/compute/image.ts";
import { Renewal } from "../components/compute/renewal.ts";
import { Service } from "../components/compute/service.ts";
import { Task } from "../components/compute/task.ts";
import { Backups } from "../components/data/backups.ts";
import { CachePassword } from "../components/data/cache-password.ts";
import { Cache } from "../components/data/cache.ts";
import { Events } from "../components/data/events.ts";
import { Manifest } from "../components/data/manifest.ts";
import { PgBouncer } from "../components/data/pgbouncer.ts";
import { Postgres } from "../components/data/postgres.ts";
import { Queue } from "../components/data/queue.ts";
import { RestoreDrill } from "../components/data/restore-drill.ts";
import { purposes, Roles } from "../components/data/roles.ts";
import { Storage } from "../components/data/storage.ts";
import { LoadBalancer } from "../components/edge/load-balancer.ts";
import { Budget } from "../components/guard/budget.ts";
import { Keys } from "../components/guard/keys.ts";
import { Secrets } from "../components/guard/secrets.ts";
import { Network } from "../components/network/network.ts";
import { Alerts } from "../components/watch/alerts.ts";
import { LogBucket } from "../components/watch/log-bucket.ts";
import { Logs } from "../components/watch/logs.ts";
import { application } from "./application.ts";
import { bundle } from "./bundle.ts";
import { contextOf } from "./context.ts";
import { environmentIn } from "./environment.ts";
import { outputsOf } from "./outputs.ts";
import { pooler as poolerOf } from "./pooler.ts";
import { loadSettings } from "./settings.ts";
import { tiers } from "./tiers.ts";

const settings = loadSettings();
const size = tiers[settings.tier];
const { certificateArn, alertEmail: email, logRetentionDays: retentionDays } = settings;
const { environment, account, named, tag, opts } = environmentIn(settings.region);

new Budget("budget", { limitUsd: settings.monthlyBudgetUsd, email }, opts);
const { topicArn: alertsTopicArn } = new Alerts("alerts", { ...named, email }, opts);
const keys = new Keys("keys", named, opts);
const logging = { kmsKeyArn: keys.logsArn, retentionDays };
const { groups: logs } = new Logs("logs", { ...named, ...logging }, opts);
const { bucket: logBucket } = new LogBucket("access-logs", { ...account, retentionDays }, opts);
const layout = { ...settings.network, ...size.network };
const network = new Network("network", { ...account, ...layout, flowLogGroup: logs.flows }, opts);
const cluster = new Cluster("cluster", { execLogGroupName: logs.exec.name, kmsKeyArn: keys.logsArn }, opts);

const stored = { ...settings.database, ...size.database, kmsKeyArn: keys.databaseArn, logs: logging };
const database = new Postgres("postgres", { network, identifier: environment, tag, ...stored }, opts);
const cached = { ...size.cache, kmsKeyArn: keys.cacheArn, logs: logging };
const cache = new Cache("cache", { network, identifier: environment, ...cached }, opts);
// Without a value: these functions write it, so that no state ever holds what opens the database or the cache.
const values = { cache: null, ...purposes };
const secrets = new Secrets("secrets", { ...named, kmsKeyArn: keys.secretsArn, values }, opts).made;
const inside = { ...named, network, alertsTopicArn };
const signingIn = { logins: secrets, logGroupName: logs.roles.name, code: bundle("roles"), tag };
const roles = new Roles("roles", { ...inside, ...signingIn, database }, opts);
const kept = { secret: secrets.cache, logGroupName: logs.cache.name, code: bundle("cache-password") };
const cacheOpens = new CachePassword("cache-password", { ...inside, ...kept, cache }, opts).ready;
const ledger = { ...settings.database, logGroupName: logs.manifest.name, code: bundle("manifest") };
new Manifest("manifest", { ...inside, ...ledger, database, rolesReady: roles.ready }, opts);

const looking = { ...secrets.pooler, value: roles.ready };
const pooling = poolerOf({ size, login: looking, database: database.place });
const image = new Image("pgbouncer", { ...named, ...pooling, ...contextOf("pgbouncer") }, opts);
const pools = { ...pooling, family: `${environment}-pooler`, logGroupName: logs.pooler.name };
const poolerTask = new Task("pooler", { ...account, ...pools, image }, opts);
const pooler = new PgBouncer("pooler", { ...inside, ...pools, cluster, task: poolerTask, database }, opts);

const messages = { ...account, kmsKeyArn: keys.messagesArn };
const jobs = new Queue("jobs", { ...messages, queueName: `${environment}-jobs` }, opts);
const events = new Events("events", { ...messages, busName: environment }, opts);
const files = { ...account, ...settings.uploads, kmsKeyArn: keys.uploadsArn };
const uploads = new Storage("uploads", files, opts);

const copied = { vault: size.vault, copies: { ...size.copies, region: settings.backupCopyRegion } };
const backups = new Backups("backups", { ...named, ...copied, tag, alertsTopicArn }, opts);
const tried = { network, vault: backups.vault, tag, database: database.instance };
new RestoreDrill("restore-drill", { ...named, ...tried }, opts);

const web = { network, ...settings.service, certificateArn, logBucket };
const loadBalancer = new LoadBalancer("web", web, opts);
const login = { ...secrets.application, value: roles.ready };
const parts = { login, cache: { ...secrets.cache, value: cacheOpens }, pooler, jobs, events, uploads };
const run = { ...application({ ...parts, ...size.pool }), ...settings.service, ...size.service };
const task = new Task("app", { ...account, ...run, family: environment, logGroupName: logs.app.name }, opts);
const worn = [pooler.clientSecurityGroupId, cache.clientSecurityGroupId];
const securityGroupIds = [loadBalancer.targetSecurityGroupId, ...worn];
const links = { network, cluster, task, target: loadBalancer, securityGroupIds };
const service = new Service("app", { ...run, ...links }, { ...opts, dependsOn: pooler });
new Renewal("renewal", { ...named, cluster, services: { pooler, app: service }, alertsTopicArn }, opts);

const made = outputsOf({ loadBalancer, cluster, service, pooler, database, roles, jobs, events, backups });
export const { url, clusterName, serviceName, poolerServiceName, databaseInstance, backupVaults } = made;
export const { databaseGenerations, rolesFunction, jobsDeadLettersUrl, undeliveredEventsUrl } = made;
