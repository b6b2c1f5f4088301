/** A generation that a person has restored. */
export interface AskedGeneration {
    /** The name of its instance. */
    instance: string;
    /** Of this check among those of the instance: whoever starts one finds its evidence by it. */
    checkId: string;
    /**
     * The second, or the ARN of the snapshot, that it was restored to: RDS does not tell. One that followed another until
     * it was promoted has this second, and may have what came until `wholeBy`.
     */
    origin: { time: Date; wholeBy?: Date } | { snapshot: string };
}

/** What the deployment tells the task, and the event or the person that started it. */
export interface Settings {
    /** What to judge: the copy of a restore job of AWS Backup, or a generation. */
    asked: { restoreJobId: string } | AskedGeneration;
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
        asked: env.INSTANCE === undefined ? jobFrom(text) : generationFrom(env, text),
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

type Text = (name: string, pattern?: RegExp, use?: string) => string;

// Each becomes part of a name in the bucket.
function jobFrom(text: Text): { restoreJobId: string } {
    return { restoreJobId: text("RESTORE_JOB_ID", /^[\w-]{1,64}$/, "the id of a restore job of AWS Backup") };
}

function generationFrom(env: NodeJS.ProcessEnv, text: Text): AskedGeneration {
    const instance = text("INSTANCE", /^[a-z][a-z0-9-]{0,62}$/, "the name of a generation's instance");
    const checkId = text("CHECK_ID", /^[\w-]{1,40}$/, "letters, digits and hyphens");
    if (env.RESTORED_FROM !== undefined) {
        const pattern = /^arn:aws[\w-]*:rds:[\w-]+:\d+:snapshot:[\w:-]+$/;
        return {
            instance,
            checkId,
            origin: { snapshot: text("RESTORED_FROM", pattern, "the ARN of a snapshot") },
        };
    }
    const second = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
    const time = text(
        "RESTORED_TO",
        second,
        "a second in UTC, such as 2026-11-20T02:00:00Z, or RESTORED_FROM",
    );
    if (env.WHOLE_BY === undefined) return { instance, checkId, origin: { time: new Date(time) } };
    const wholeBy = new Date(text("WHOLE_BY", second, "a second in UTC"));
    return { instance, checkId, origin: { time: new Date(time), wholeBy } };
}
