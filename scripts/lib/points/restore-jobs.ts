import { paginateListRestoreJobs, type RestoreJobsListMember } from "@aws-sdk/client-backup";
import { asked, type Cloud } from "../cloud.ts";
import { plain, span, utc } from "../table.ts";

const DAY = 24 * 60 * 60 * 1000;
/** Days back; a recovery point that was tried before that is long gone in most vaults. */
const LOOK_BACK_DAYS = 90;

/** The restores of databases that AWS Backup has done, in the environment's region. */
export async function restoreJobs(cloud: Cloud, now = new Date()): Promise<RestoreJobsListMember[]> {
    const client = cloud.backup();
    const asking = { ByResourceType: "RDS", ByCreatedAfter: new Date(now.getTime() - LOOK_BACK_DAYS * DAY) };
    const jobs: RestoreJobsListMember[] = [];
    const read = async () => {
        for await (const { RestoreJobs } of paginateListRestoreJobs({ client }, asking))
            jobs.push(...(RestoreJobs ?? []));
    };
    await asked("backup:ListRestoreJobs", read());
    return jobs;
}

/** How long the last restore took, in words; undefined when none was measured, for a guess helps nobody at night. */
export function measured(jobs: RestoreJobsListMember[]): string | undefined {
    const ended = jobs.filter(({ Status, CompletionDate }) => Status === "COMPLETED" && CompletionDate);
    const [last] = ended.sort((a, b) => b.CompletionDate!.getTime() - a.CompletionDate!.getTime());
    if (!last?.CreationDate) return undefined;
    const took = last.CompletionDate!.getTime() - last.CreationDate.getTime();
    return `${span(took)}, as measured on ${utc(last.CompletionDate!)} by the restore job ${plain(last.RestoreJobId ?? "?")}`;
}
