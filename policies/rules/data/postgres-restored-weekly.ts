import * as aws from "@pulumi/aws";
import { plansOf, testsOf } from "../../backups.ts";
import { inEvery, set } from "../../edits.ts";
import { databases } from "../../parameters.ts";
import { sourceOf } from "../../relatives.ts";
import { stackRule } from "../../rule.ts";

const { RestoreTestingPlan: Plan, RestoreTestingSelection: Selection } = aws.backup;
/** Some or all days of every week of every month. With # or L it is one week of a month. */
const isWeekly = (cron: string) => /^cron\(\S+ \S+ (\? \* [^#L\s]+|[*] \* \?) \*\)$/i.test(cron);

export default stackRule(databases, {
    id: "postgres-restored-weekly",
    criterion: "DAT-02",
    severity: "high",
    says: "Every database's backups are restored each week, to show that they can be.",
    fix:
        "Add an aws.backup.RestoreTestingPlan that runs each week on the vault of its backup plan, and a " +
        "RestoreTestingSelection that holds for this database.",
    check: (db, stack) => {
        if (sourceOf(db, stack)) return undefined; // it has no backups
        const tests = testsOf(db, stack);
        if (tests.length === 0) return "Nothing restores it.";
        const weekly = tests.filter(({ props }) => isWeekly(props.scheduleExpression));
        if (weekly.length === 0) return `It is restored at ${tests[0]!.props.scheduleExpression}.`;
        const rules: { targetVaultName: string }[] = plansOf(db, stack).flatMap(({ props }) => props.rules);
        const vaults: string[] = weekly.flatMap(({ props }) => props.recoveryPointSelection.includeVaults);
        const isIn = (vault: string) => vaults.some((arn) => arn === "*" || arn.endsWith(`:${vault}`));
        const isMissed = rules.length > 0 && !rules.some(({ targetVaultName }) => isIn(targetVaultName));
        return isMissed ? `Its backups are not in ${vaults.join(", ")}.` : undefined;
    },
    breaks: {
        "left out": inEvery(Selection, "remove"),
        "another kind": inEvery(Selection, set("protectedResourceType", "DynamoDB")),
        "once a month": inEvery(Plan, set("scheduleExpression", "cron(0 6 ? * MON#1 *)")),
        "once a year": inEvery(Plan, set("scheduleExpression", "cron(0 6 ? JAN MON *)")),
        "an empty vault": inEvery(Plan, set("recoveryPointSelection.includeVaults", ["arn:x:vault:other"])),
    },
});
