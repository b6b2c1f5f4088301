import * as aws from "@pulumi/aws";
import { asStandby, isStandby } from "../../relatives.ts";
import { stackRule } from "../../rule.ts";
import { asleep, isWakened, sleepersOf, sleptThrough } from "../../sleep.ts";

export default stackRule(aws.rds.Instance, {
    id: "sleep-lets-work",
    criterion: "CST-05",
    severity: "high",
    says: "A database that sleeps at night is waked, and is awake when its backups are due and tested.",
    fix: "Let components/guard/sleep.ts stop it, which gives what needs it its hours; set nights to awake where it has a replica.",
    check: (db, stack) => {
        for (const sleeper of sleepersOf(db, stack)) {
            if (isStandby(db, stack)) return "It follows another region's, or did: RDS stops none that does.";
            const replicas = stack.naming(db, "replicateSourceDb", aws.rds.Instance);
            if (replicas.length > 0) return "It has a replica, and RDS stops none that has.";
            if (!isWakened(sleeper, stack))
                return "Nothing looks every few minutes whether it is to wake up.";
            const missed = sleptThrough(db, sleeper, stack);
            if (missed !== undefined) return `It sleeps through ${missed}.`;
        }
        return undefined;
    },
    breaks: {
        "one that stands by": asStandby(asleep({})),
        "left out": asleep({ isWakened: false }),
        "through its backups": asleep({ backup: "cron(0 0 ? * MON-FRI *)" }),
        "through a weekend's backups": asleep({ backup: "cron(0 9 ? * * *)" }),
        "through the test of its backups": asleep({ test: "cron(0 6 ? * MON *)" }),
        "through RDS's own window": asleep({ window: "03:00-03:30" }),
    },
});
