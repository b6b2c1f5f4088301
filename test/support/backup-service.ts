import { jsonError, type Call, type Reply, type StandIn } from "./aws.ts";

/** What AWS Backup knows; moto has its vaults and plans alone. Times are seconds, as it sends them. */
export interface BackupService {
    /** Recovery points by region. */
    points: Record<string, object[]>;
    restoreJobs: object[];
    jobs: { BackupJobId: string; State: string; [field: string]: unknown }[];
    /** What a job says the next times that it is asked; the last one stays. */
    progress: { State: string; PercentDone?: string; StatusMessage?: string }[];
    /** The bodies of the backups that were started. */
    started: Record<string, unknown>[];
    answer: StandIn;
}

export const seconds = (time: string) => Date.parse(time) / 1000;

/** AWS Backup as its API reference has it: paths, shapes, and a page of one item each, so that pages are read. */
export function backupService(): BackupService {
    const service: BackupService = {
        ...{ points: {}, restoreJobs: [], jobs: [], progress: [{ State: "COMPLETED" }], started: [] },
        answer: (call) => (call.service === "backup" ? answered(service, call) : undefined),
    };
    return service;
}

function answered(service: BackupService, { action, region, query, body }: Call): Reply {
    if (/^GET .*\/recovery-points\/?$/.test(action))
        return page("RecoveryPoints", service.points[region] ?? [], query);
    if (/^GET \/restore-jobs\/?$/.test(action)) return page("RestoreJobs", service.restoreJobs, query);
    if (/^GET \/backup-jobs\/?$/.test(action)) {
        const state = query.get("state");
        return page(
            "BackupJobs",
            service.jobs.filter(({ State }) => !state || State === state),
            query,
        );
    }
    if (/^GET \/backup\/plans\/[\w-]+\/?$/.test(action)) {
        const rule = {
            RuleName: "nightly",
            TargetBackupVaultName: "shop-live",
            Lifecycle: { DeleteAfterDays: 35 },
        };
        return json({ BackupPlan: { BackupPlanName: "plan", Rules: [rule] } });
    }
    if (/^GET .*\/selections\/?$/.test(action))
        return page(
            "BackupSelectionsList",
            [{ IamRoleArn: "arn:aws:iam::123456789012:role/backups" }],
            query,
        );
    if (/^PUT \/backup-jobs\/?$/.test(action)) return startBackup(service, JSON.parse(body));
    const [, id] = /^GET \/backup-jobs\/([\w-]+)$/.exec(action) ?? [];
    const job = service.jobs.find(({ BackupJobId }) => BackupJobId === id);
    if (job)
        return json(
            Object.assign(job, service.progress.length > 1 ? service.progress.shift() : service.progress[0]),
        );
    return jsonError("ResourceNotFoundException", `Nothing at ${action}`, 400);
}

function startBackup(service: BackupService, asked: Record<string, unknown>): Reply {
    service.started.push(asked);
    const same = service.jobs.find(({ token }) => token === asked.IdempotencyToken);
    const BackupJobId = same?.BackupJobId ?? `job-${service.jobs.length + 1}`;
    const RecoveryPointArn = `arn:aws:rds:eu-central-1:123456789012:snapshot:awsbackup:${BackupJobId}`;
    const { BackupVaultName } = asked;
    const job = {
        BackupJobId,
        BackupVaultName,
        State: "CREATED",
        RecoveryPointArn,
        token: asked.IdempotencyToken,
    };
    if (!same) service.jobs.push({ ...job, ResourceArn: asked.ResourceArn, CreationDate: Date.now() / 1000 });
    return json({ BackupJobId, RecoveryPointArn });
}

function page(name: string, items: object[], query: URLSearchParams): Reply {
    const at = Number(query.get("nextToken") ?? 0);
    return json({
        [name]: items.slice(at, at + 1),
        ...(at + 1 < items.length && { NextToken: String(at + 1) }),
    });
}

const json = (body: object): Reply => ({ body: JSON.stringify(body) });
