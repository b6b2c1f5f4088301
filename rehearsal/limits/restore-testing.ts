import { alphabet, aws, length, oneOf, range, rule } from "./kinds.ts";
import { jsonOf, type Limit } from "./row.ts";
import { schedule } from "./schedules.ts";
import { api, page, typings } from "./sources.ts";

const plan = aws("backup", "RestoreTestingPlan");
const selection = aws("backup", "RestoreTestingSelection");

const forCreate = api("backup", "RestoreTestingPlanForCreate");
const chosen = api("backup", "RestoreTestingRecoveryPointSelection");
const tested = api("backup", "RestoreTestingSelectionForCreate");
const metadata = page(
    "https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html",
);
const kinds = ["Aurora", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "FSx", "Neptune", "RDS", "S3"];
const groups = "restoreMetadataOverrides.vpcSecurityGroupIds";
const alnum = /^\w+$/;

function testName(type: string, source: string): Limit {
    const samples = { good: ["weekly_drill"], bad: ["weekly-drill"] };
    return alphabet(type, "name", alnum, "letters, digits and underscores", source, samples);
}

export const restoreTesting: Limit[] = [
    length(plan, "name", 1, 50, typings("backup/restoreTestingPlan")),
    testName(plan, forCreate),
    schedule(plan, "scheduleExpression", ["cron"], forCreate),
    range(plan, "startWindowHours", 1, 168, forCreate),
    oneOf(plan, "recoveryPointSelection.algorithm", ["LATEST_WITHIN_WINDOW", "RANDOM_WITHIN_WINDOW"], chosen),
    oneOf(plan, "recoveryPointSelection.recoveryPointTypes[]", ["CONTINUOUS", "SNAPSHOT"], chosen),
    range(plan, "recoveryPointSelection.selectionWindowDays", 1, 365, chosen),
    length(selection, "name", 1, 50, tested),
    testName(selection, tested),
    oneOf(selection, "protectedResourceType", kinds, tested),
    alphabet(
        selection,
        "protectedResourceConditions.stringEquals[].key",
        /^aws:ResourceTag\/./,
        "aws:ResourceTag/ and the tag's name",
        typings("types/input"),
        { good: ["aws:ResourceTag/backup"], bad: ["backup", "aws:ResourceTag/"] },
    ),
    range(selection, "validationWindowHours", 0, 168, tested),
    rule(
        selection,
        groups,
        "list",
        metadata,
        (value) => {
            const list = jsonOf(value);
            if (!list.known || ("value" in list && Array.isArray(list.value))) return undefined;
            return `is ${JSON.stringify(value)}; use a list as JSON text, such as ["sg-0123"]`;
        },
        [{ restoreMetadataOverrides: { vpcSecurityGroupIds: '["sg-0123"]' } }],
        [{ restoreMetadataOverrides: { vpcSecurityGroupIds: "sg-0123" } }],
    ),
];
