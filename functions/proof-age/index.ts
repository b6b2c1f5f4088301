/**
 * Tells once an hour how many days ago the backups were last shown to be good. A CloudWatch alarm can't count them itself:
 * it looks back for seven days at most (API reference of PutMetricAlarm, "Period"), and drills are seven days apart.
 */
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { RDSClient } from "@aws-sdk/client-rds";
import { S3Client } from "@aws-sdk/client-s3";
import { measure } from "../restore-check/measure.ts";
import { ageOf, type Age } from "./age.ts";

const clients = { s3: new S3Client({}), rds: new RDSClient({}) };
const cloudwatch = new CloudWatchClient({});

/** What AWS Lambda calls. A failure leaves no number, and the alarm takes that for the worst. */
export async function handler(): Promise<Age> {
    const variable = (name: string) => {
        const value = process.env[name];
        if (!value) throw new Error(`${name} is not set; use what the deployment sets.`);
        return value;
    };
    const environment = variable("ENVIRONMENT");
    const asked = {
        bucket: variable("EVIDENCE_BUCKET"),
        instance: variable("DATABASE_INSTANCE"),
        now: new Date(),
    };
    const age = await ageOf({ ...clients, ...asked });
    await measure(cloudwatch, environment, { DaysSinceProof: [age.days, "None"] });
    console.log(JSON.stringify(age));
    return age;
}
