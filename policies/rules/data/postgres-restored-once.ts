import { set } from "../../edits.ts";
import { databases } from "../../parameters.ts";
import { resourceRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

const origins = ["snapshotIdentifier", "restoreToPointInTime"] as const;
const time = { sourceDbiResourceId: "db-A", restoreTime: "2026-11-20T02:00:00Z" };

export default resourceRule(databases, {
    id: "postgres-restored-once",
    criterion: "DAT-08",
    severity: "critical",
    says: "A restored database is restored once: no later deployment replaces it with its origin.",
    fix: "Give an absolute restoreTime, and list snapshotIdentifier and restoreToPointInTime in ignoreChanges.",
    check: (db, { opts }) => {
        // A cluster calls it restoreToTime.
        const point = db.restoreToPointInTime as
            (typeof db.restoreToPointInTime & { restoreToTime?: string }) | undefined;
        if (point && (isOn(point.useLatestRestorableTime) || !(point.restoreTime ?? point.restoreToTime)))
            return "It is restored to the latest time there is, which each deployment would read anew.";
        const open = origins.find(
            (origin) => db[origin] !== undefined && !opts.ignoreChanges.includes(origin),
        );
        return (
            open && `A change of ${open}, or its absence once the origin is gone, would replace the database.`
        );
    },
    breaks: {
        "a snapshot that is not ignored": (db, nodes) => {
            set("snapshotIdentifier", "nightly")(db, nodes);
            db.opts.ignoreChanges = [];
        },
        "a time that is not ignored": (db, nodes) => {
            set("restoreToPointInTime", time)(db, nodes);
            db.opts.ignoreChanges = ["snapshotIdentifier"];
        },
        "the latest time": set("restoreToPointInTime", { ...time, useLatestRestorableTime: true }),
        "left out": set("restoreToPointInTime", { sourceDbiResourceId: "db-A" }),
    },
});
