import { jsonError, type Call, type Reply, type StandIn } from "./aws.ts";

interface RestoreJob {
    RestoreJobId: string;
    Status: string;
    RecoveryPointArn: string;
    [field: string]: unknown;
}

/** AWS Backup's restores, and what its weekly plan says of them; moto 5.2.5 has neither. */
export interface RestoreService {
    jobs: RestoreJob[];
    /** The bodies of the restores that were started. */
    started: { Metadata: Record<string, string>; [field: string]: unknown }[];
    overrides: Record<string, string>;
    inferred: Record<string, string>;
    /** What a job says the next times that it is asked; the last one stays. */
    progress: { Status: string; PercentDone?: string; StatusMessage?: string }[];
    /** Runs when a restore was started: what RDS makes of it. */
    work(metadata: Record<string, string>): void;
    answer: StandIn;
}

const ROLE = "arn:aws:iam::123456789012:role/restore-drill";
export const GROUP = "sg-copies";

export function restoreService(): RestoreService {
    const service: RestoreService = {
        ...{ jobs: [], started: [], progress: [{ Status: "COMPLETED" }], work: () => undefined },
        // As components/data/recovery/drill.ts has them.
        overrides: {
            dbInstanceClass: "db.t4g.large",
            enableIamDatabaseAuthentication: "true",
            vpcSecurityGroupIds: JSON.stringify([GROUP]),
        },
        inferred: { DBInstanceIdentifier: "x", DBInstanceClass: "db.t4g.medium", MultiAZ: "true" },
        answer: (call) => (call.service === "backup" ? answered(service, call) : undefined),
    };
    return service;
}

function answered(service: RestoreService, { action, body, query }: Call): Reply | undefined {
    if (/^GET \/restore-testing\/plans\/shop_live\/selections\/shop_live$/.test(action)) {
        const { overrides: RestoreMetadataOverrides } = service;
        return json({ RestoreTestingSelection: { IamRoleArn: ROLE, RestoreMetadataOverrides } });
    }
    if (/^GET \/restore-testing\/inferred-metadata$/.test(action))
        return json({ InferredMetadata: service.inferred });
    if (/^GET \/restore-jobs\/?$/.test(action)) {
        const page = Number(query.get("nextToken") ?? 0);
        const NextToken = page + 1 < service.jobs.length ? String(page + 1) : undefined;
        return json({ RestoreJobs: service.jobs.slice(page, page + 1), NextToken });
    }
    if (/^PUT \/restore-jobs$/.test(action)) return start(service, JSON.parse(body));
    const [, id] = /^GET \/restore-jobs\/([\w-]+)$/.exec(action) ?? [];
    const job = service.jobs.find(({ RestoreJobId }) => RestoreJobId === id);
    if (id === undefined) return undefined;
    if (job === undefined) return jsonError("ResourceNotFoundException", `No job ${id}`);
    const now = service.progress.length > 1 ? service.progress.shift() : service.progress[0];
    Object.assign(job, now);
    if (job.Status === "COMPLETED") job.CompletionDate = 1_795_002_460;
    return json(job);
}

function start(service: RestoreService, asked: RestoreService["started"][number]): Reply {
    const same = service.jobs.find(({ token }) => token === asked.IdempotencyToken);
    if (same) return json({ RestoreJobId: same.RestoreJobId });
    service.started.push(asked);
    const { Metadata, IamRoleArn, RecoveryPointArn, IdempotencyToken: token } = asked;
    const RestoreJobId = `restore-${service.jobs.length + 1}`;
    const copy = Metadata.DBInstanceIdentifier;
    const made = { CreatedResourceArn: `arn:aws:rds:eu-central-1:123456789012:db:${copy}` };
    const known = { IamRoleArn, RecoveryPointArn: String(RecoveryPointArn), token, ...made };
    service.jobs.push({ RestoreJobId, Status: "PENDING", CreationDate: 1_795_000_000, ...known });
    service.work(Metadata);
    return json({ RestoreJobId });
}

const json = (body: object): Reply => ({ body: JSON.stringify(body) });
