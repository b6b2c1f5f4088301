import { plansOf, selectionsOf } from "../../backups.ts";
import { inFound, set } from "../../edits.ts";
import { databases } from "../../parameters.ts";
import { sourceOf } from "../../relatives.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(databases, {
    id: "postgres-in-backup-plan",
    criterion: "DAT-01",
    severity: "critical",
    says: "Every database is chosen by a backup plan, whose copies outlive the database.",
    fix: "Add an aws.backup.Selection with resources and conditions that hold for this database and its tags.",
    check: (db, stack) =>
        sourceOf(db, stack) || plansOf(db, stack).length > 0 ? undefined : "No backup plan chooses it.",
    breaks: {
        "left out": inFound(selectionsOf("rds"), "remove"),
        "another tag": inFound(selectionsOf("rds"), ({ props }) => {
            for (const one of props.conditions[0].stringEquals) one.value = "staging-of-somebody";
        }),
        "no plan": inFound(selectionsOf("rds"), set("planId", "somebody-elses")),
        "another database": inFound(selectionsOf("rds"), ({ props }) => {
            props.resources = ["arn:aws:rds:us-east-1:123456789012:db:somebody-elses"];
        }),
        "left out by name": inFound(selectionsOf("rds"), ({ props }) => {
            props.notResources = ["arn:aws:rds:*:*:db:*"];
        }),
    },
});
