import * as aws from "@pulumi/aws";
import { plansOf } from "../../backups.ts";
import { inEvery, leaveOut, set } from "../../edits.ts";
import { databases } from "../../parameters.ts";
import { sourceOf } from "../../relatives.ts";
import { stackRule } from "../../rule.ts";
import { sleepersOf } from "../../sleep.ts";

const { Plan } = aws.backup;
/** Every day of every month, or each working day. */
const daily = /^cron\(\S+ \S+ (\? \* \*|\* \* \?|\? \* (SUN|1)-(SAT|7)) \*\)$/i;
const onWorkingDays = /^cron\(\S+ \S+ \? \* (MON|2)-(FRI|6) \*\)$/i;

export default stackRule(databases, {
    id: "postgres-backed-up-daily",
    criterion: "DAT-01",
    severity: "high",
    says: "Every database has a backup a day in the vault, or one each day on which it is awake.",
    fix: 'Give a rule of its backup plan a schedule of each day, written out, such as "cron(0 0 ? * * *)".',
    check: (db, stack) => {
        if (sourceOf(db, stack)) return undefined; // it has no backups
        const rules: { schedule?: string }[] = plansOf(db, stack).flatMap(({ props }) => props.rules);
        const sleeps = sleepersOf(db, stack).length > 0;
        const isEnough = ({ schedule = "" }) =>
            daily.test(schedule) || (sleeps && onWorkingDays.test(schedule));
        if (rules.length === 0 || rules.some(isEnough)) return undefined;
        return `It is backed up at ${rules.map(({ schedule = "a time that nobody wrote out" }) => schedule).join(", ")}.`;
    },
    breaks: {
        "left out": inEvery(Plan, leaveOut("rules.0.schedule")),
        "once a week": inEvery(Plan, set("rules.0.schedule", "cron(0 0 ? * MON *)")),
        "once a month": inEvery(Plan, set("rules.0.schedule", "cron(0 0 1 * ? *)")),
        "while nobody sleeps": inEvery(Plan, set("rules.0.schedule", "cron(0 0 ? * MON-FRI *)")),
    },
});
