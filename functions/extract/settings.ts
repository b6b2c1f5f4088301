import { Variables } from "../environment/variables.ts";
import { readEvent } from "./event.ts";

/** What the deployment tells the task, and what the script says by EXTRACT_EVENT. */
export function settingsFrom(env: NodeJS.ProcessEnv) {
    const told = new Variables(env);
    const settings = told.checked({
        region: told.text("AWS_REGION"),
        /** Of the reports. */
        bucket: told.text("EVIDENCE_BUCKET"),
        database: told.text("DATABASE_NAME"),
        /** Who reads the copy, and in whose name rows are put back: both sign in by IAM. */
        reader: told.text("DATABASE_READER"),
        writer: told.text("DATABASE_WRITER"),
        /** PEM of who may sign for a database of RDS. */
        caFile: told.text("RDS_CA_FILE"),
        /** What extracted, for the report: the image by its digest. */
        version: told.text("EXTRACT_VERSION"),
    });
    return { ...settings, event: readEvent(env.EXTRACT_EVENT) };
}

export type Settings = ReturnType<typeof settingsFrom>;
