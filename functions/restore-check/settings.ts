/** What the deployment tells the task, and the event that started it. */
export interface Settings {
    /** The one thing that the event says: which restore to judge. */
    restoreJobId: string;
    /** Name of the plan: restores of other plans, and of people, are not ours to judge. */
    plan: string;
    region: string;
    bucket: string;
    /** The dimension of the metrics. */
    environment: string;
    /** The database that the copy must hold. */
    database: string;
    /** Who signs in to the copy, by IAM. */
    user: string;
    /** PEM of who may sign for a database of RDS. */
    caFile: string;
    /** What judged, for the evidence: the image by its digest. */
    version: string;
    /** Seconds that the copy may take until it lets the check in. @default 900. Not measured against RDS. */
    patienceSeconds: number;
}

/** The settings, or an error that names each variable that is wrong. */
export function settingsFrom(env: NodeJS.ProcessEnv): Settings {
    const faults: string[] = [];
    const text = (name: string, pattern = /./, use = "what the deployment sets") => {
        const value = env[name] ?? "";
        if (!pattern.test(value)) faults.push(`${name} is ${JSON.stringify(value)}; use ${use}`);
        return value;
    };
    const settings: Settings = {
        // It becomes part of a name in the bucket.
        restoreJobId: text("RESTORE_JOB_ID", /^[\w-]{1,64}$/, "the id of a restore job of AWS Backup"),
        plan: text("RESTORE_TESTING_PLAN", /^\w+$/, "the name of the restore testing plan"),
        region: text("AWS_REGION"),
        bucket: text("EVIDENCE_BUCKET"),
        environment: text("ENVIRONMENT"),
        database: text("DATABASE_NAME"),
        user: text("DATABASE_USER"),
        caFile: text("RDS_CA_FILE"),
        version: text("CHECK_VERSION"),
        patienceSeconds: Number(env.PATIENCE_SECONDS ?? 900),
    };
    if (!(settings.patienceSeconds >= 0))
        faults.push(`PATIENCE_SECONDS is ${JSON.stringify(env.PATIENCE_SECONDS)}; use a number of seconds`);
    if (faults.length > 0) throw new Error(`${faults.join(". ")}.`);
    return settings;
}
