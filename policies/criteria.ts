/** How the blueprint answers a criterion: a Resource and its rule, a Gate, Evidence that expires, or Told by a person. */
type Answer = "R" | "G" | "E" | "T";

/** What "production-ready" means, id by id. Before the bar stands how it is answered; ids never change their meaning. */
const table = {
    "OPS-01": "G | One command deploys an environment",
    "OPS-02":
        "R G | Staging and production are separate and built from the same program; staging mirrors production",
    "OPS-03": "G | Every release goes to staging first and is promoted by digest, never rebuilt",
    "OPS-04": "R | Progressive delivery: blue-green or a 5 % canary",
    "OPS-05": "R | Automatic rollback on errors, latency or failed smoke test",
    "OPS-06":
        "G E | Manual rollback to the last good version in under 60 s while the old revision is up, and as fast as the platform allows after",
    "OPS-07":
        "R G | Tests of the critical path run before a release counts (smoke test of the core workflow on the new version, before any user reaches it)",
    "OPS-08": "G E | A 15-minute soak with p95 under 300 ms before promotion",
    "OPS-09":
        "G E | The launch test: 10 times the traffic for 30 min with errors under 1 %, p95 under 2 s, and no corrupted data",
    "OPS-10": "G | An ephemeral environment per pull request, removed when it closes",
    "OPS-11":
        "G | Infrastructure is linted, policies are checked in CI, schema and contract drift block the merge",
    "OPS-12": "G | Secret scan, dependency audit, SBOM, signed images",
    "OPS-13":
        "R G | Database migrations have a history, run before traffic, and old and new versions work side by side",
    "OPS-14": "G | Runbooks, decision records, architecture diagram; each alarm links its runbook",
    "OPS-15": "R | Feature flags without a deploy",
    "OBS-01": "R | Central logs, structured (JSON, correlation id), searchable, with a retention",
    "OBS-02": "R | RED metrics per service: rate, errors, duration; infrastructure metrics",
    "OBS-03": "R | Alert: error rate above 5 %",
    "OBS-04": "R | Alert: p95 latency above 2 s",
    "OBS-05": "R | Alert: database connections above 80 %",
    "OBS-06": "R | Uptime checked from outside, through the core workflow, not only a ping",
    "OBS-07": "R | Error tracking (Sentry or Datadog)",
    "OBS-08": "R | Tracing / APM",
    "OBS-09": "R | A dashboard a person can read in an incident",
    "OBS-10": "R | Real-user monitoring: Core Web Vitals",
    "OBS-11": "R E | Alerts reach a person (e-mail, chat, pager), and a test alert proves it",
    "OBS-12":
        "R | Service-level objectives: TTFB < 200 ms, API p95 < 100 ms, query p95 < 10 ms, page < 2 s; error budget",
    "OBS-13": "R T | Business metrics (sign-ups, conversions, revenue) have a place to go",
    "DAT-01": "R | Automated backups, encrypted, retained, with point-in-time recovery",
    "DAT-02": "R E | Backups are restored regularly by a machine, and the restored data is checked",
    "DAT-03":
        "G E | A person restores with one script: to a time or from a snapshot, checked before it takes traffic, the old database kept",
    "DAT-04": "R | A copy out of reach: another region, and a vault that even an administrator can't empty",
    "DAT-05": "R | Connection pooling: many clients on few database connections, with the budget computed",
    "DAT-06": "R | Statement timeout (5 s for user-facing queries), idle-in-transaction and lock timeouts",
    "DAT-07": "R | Slow query log from 100 ms; query statistics",
    "DAT-08": "R | Multi-AZ with automatic failover; protected from deletion",
    "DAT-09": "R | Read replicas where the tier needs them, with a reader endpoint",
    "DAT-10": "R | Storage grows by itself and warns before it is full",
    "DAT-11": "R | Application, migration and read-only roles; nobody runs as the master user",
    "DAT-12": "R | Cache with failover, encryption and authentication",
    "DAT-13": "T | Indexes, N+1 queries, transactions in the application",
    "SEC-01": "R G | No secret in code, config, state, logs or outputs; injected at deploy",
    "SEC-02": "R | Secrets and keys rotate",
    "SEC-03": "R | Encryption at rest (AES-256, own keys) for every store",
    "SEC-04":
        "R | Encryption in transit: TLS 1.2 at least and 1.3 where offered, at every hop, the database too",
    "SEC-05": "R | Security headers: CSP, HSTS, X-Frame-Options, X-Content-Type-Options, Referrer-Policy",
    "SEC-06": "R | Rate limits per IP and per user",
    "SEC-07": "R | Web application firewall with managed rules; DDoS protection",
    "SEC-08":
        "R G | Least privilege: no wildcard actions on wildcard resources, one role per workload, no long-lived keys in CI",
    "SEC-09":
        "R | Nothing private is reachable from the internet: database, cache, pooler, tasks, and the load balancer behind the CDN",
    "SEC-10":
        "R | Containers run unprivileged, on a read-only file system, from scanned images named by digest",
    "SEC-11": "R | Audit log of every API call, tamper-evident",
    "SEC-12": "R | Threat detection and public-access analysis",
    "SEC-13": "R | Network flow logs",
    "SEC-14": "R | WebSocket and connection limits, idle timeouts, heartbeat-compatible timeouts",
    "SEC-15": "R | Upload size limits at the edge; uploads go to object storage, not through memory",
    "SEC-16": "T | Authentication, authorisation on every route, input validation, tenant isolation",
    "SEC-17":
        "R | Compliance profiles: SOC 2, HIPAA, PCI DSS, GDPR: which controls each rule serves; data retention and deletion",
    "SCA-01": "R | Stateless service, at least two warm copies, in several zones",
    "SCA-02": "R | Horizontal scaling on measured load",
    "SCA-03": "R | CDN for static files and cacheable responses",
    "SCA-04":
        "R | Background jobs: a queue, a dead-letter queue, workers with capped concurrency, scaling on backlog age",
    "SCA-05": "R | Size follows users: under 10 K, 10 K–100 K, over 100 K; one word changes it",
    "SCA-06": "R | A second region can be brought up from the same program",
    "SCA-07": "R | Graceful shutdown and draining: no request is lost when a task stops",
    "SCA-08": "R | Events: an event bus for services to react to each other",
    "CST-01": "R | A budget per environment, with alerts on actual and forecast spend",
    "CST-02": "R | Cost anomaly detection",
    "CST-03": "R | Every resource is tagged so cost can be told apart",
    "CST-04":
        "G R | A change that raises the monthly cost past a limit is stopped before it merges; a cost regression rolls back",
    "CST-05": "R | Nothing idles for nothing: staging sleeps at night, old images, logs and snapshots expire",
    "AUD-01":
        "G | A readiness score, the top risks and a launch plan in phases (stabilise, harden, observe, scale, mature), over Code, Security, Data, Operations and Cost",
} as const;

export type CriterionId = keyof typeof table;

export interface Criterion {
    id: CriterionId;
    text: string;
    how: Answer[];
}

export const criteria: readonly Criterion[] = Object.entries(table).map(([id, row]) => {
    const [how = "", text = ""] = row.split(" | ");
    return { id: id as CriterionId, text, how: how.split(" ") as Answer[] };
});
