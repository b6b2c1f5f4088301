import * as aws from "@pulumi/aws";
import { plansOf } from "../../backups.ts";
import { inEvery, set } from "../../edits.ts";
import { databases } from "../../parameters.ts";
import { sourceOf } from "../../relatives.ts";
import { stackRule } from "../../rule.ts";

const { Selection } = aws.backup;

export default stackRule(databases, {
    id: "postgres-in-backup-plan",
    criterion: "DAT-01",
    severity: "critical",
    says: "Every database is chosen by a backup plan, whose copies outlive the database.",
    fix: "Add an aws.backup.Selection with resources and conditions that hold for this database and its tags.",
    check: (db, stack) =>
        sourceOf(db, stack) || plansOf(db, stack).length > 0 ? undefined : "No backup plan chooses it.",
    breaks: {
        "left out": inEvery(Selection, "remove"),
        "another tag": inEvery(Selection, ({ props }) => {
            for (const one of props.conditions[0].stringEquals) one.value = "staging-of-somebody";
        }),
        "no plan": inEvery(Selection, set("planId", "somebody-elses")),
        "another database": inEvery(Selection, ({ props }) => {
            props.resources = ["arn:aws:rds:us-east-1:123456789012:db:somebody-elses"];
        }),
        "left out by name": inEvery(Selection, ({ props }) => {
            props.notResources = ["arn:aws:rds:*:*:db:*"];
        }),
    },
});
