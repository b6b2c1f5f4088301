import * as aws from "@pulumi/aws";
import { plansOf } from "../../backups.ts";
import { inEvery } from "../../edits.ts";
import { databases } from "../../parameters.ts";
import { sourceOf } from "../../relatives.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { isOn, numberOf } from "../../values.ts";

interface PlanRule {
    ruleName: string;
    enableContinuousBackup?: boolean;
    lifecycle?: { deleteAfter?: number };
}

/** Turns the plan's first rule into a continuous one, with the days that it has or other ones. */
const continuous = (lifecycle?: PlanRule["lifecycle"]): Edit =>
    inEvery(aws.backup.Plan, ({ props }) => {
        Object.assign(props.rules[0], { enableContinuousBackup: true, ...(lifecycle && { lifecycle }) });
    });

export default stackRule(databases, {
    id: "postgres-backups-one-owner",
    criterion: "DAT-01",
    severity: "high",
    says: "Nothing but the database's own setting says how far back it can be restored to the second.",
    fix: "Leave enableContinuousBackup out of the backup plan, or set its deleteAfter to the database's backupRetentionPeriod: AWS Backup writes the one over the other.",
    check: (db, stack) => {
        if (sourceOf(db, stack)) return undefined; // it has no backups
        const rules: PlanRule[] = plansOf(db, stack).flatMap(({ props }) => props.rules);
        const days = numberOf(db.props.backupRetentionPeriod);
        const rival = rules.find(
            ({ enableContinuousBackup, lifecycle }) =>
                isOn(enableContinuousBackup) && numberOf(lifecycle?.deleteAfter) !== days,
        );
        if (rival === undefined) return undefined;
        return `It keeps ${days} days, and the rule ${rival.ruleName} ${rival.lifecycle?.deleteAfter ?? "no"} days.`;
    },
    breaks: { "left out": continuous(), "another number of days": continuous({ deleteAfter: 34 }) },
});
