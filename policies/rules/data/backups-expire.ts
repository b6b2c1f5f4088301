import * as aws from "@pulumi/aws";
import { stackRule, type Edit } from "../../rule.ts";
import { listOf, numberOf } from "../../values.ts";

interface Ends {
    lifecycle?: { deleteAfter?: unknown };
}
type PlanRule = Ends & { ruleName?: string; copyActions?: Ends[] };
const each = (edit: (rule: PlanRule) => void): Edit => {
    return ({ props }) => props.rules?.forEach((one: PlanRule) => edit(one));
};
const hasEnd = ({ lifecycle }: Ends) => numberOf(lifecycle?.deleteAfter) > 0;

export default stackRule(aws.backup.Plan, {
    id: "backups-expire",
    criterion: "SEC-17",
    severity: "medium",
    says: "Every backup, and every copy of one, has an end: what was deleted from a database is some day in no backup either.",
    fix: "Give each rule, and each of its copyActions, a lifecycle with deleteAfter in days.",
    check: ({ props: { rules } }) => {
        const endless = listOf(rules as PlanRule[]).filter(
            (rule) => !hasEnd(rule) || !(rule.copyActions ?? []).every(hasEnd),
        );
        const names = endless.map(({ ruleName }) => ruleName).join(", ");
        return endless.length > 0 ? `Kept for ever: ${names}.` : undefined;
    },
    breaks: {
        "left out": each((rule) => delete rule.lifecycle),
        "moved, and never deleted": each((rule) => (rule.lifecycle = {})),
        "its copies": each((rule) => rule.copyActions?.forEach((copy) => delete copy.lifecycle)),
    },
});
