import * as aws from "@pulumi/aws";
import {
    isFollowed,
    isStray,
    isTold,
    kinOf,
    sourceOf,
    toTask,
    withoutReplicas,
    withReplica,
} from "../../relatives.ts";
import { stackRule } from "../../rule.ts";

const { Instance } = aws.rds;

export default stackRule(Instance, {
    id: "postgres-reads-apart",
    criterion: "DAT-09",
    severity: "medium",
    says: "A database larger than a burstable one has read replicas, which tasks are told of and an alarm watches.",
    fix: "Give components/data/postgres.ts 1 replica or more, tell the poolers, and alarm on ReplicaLag.",
    check: (db, stack) => {
        if (sourceOf(db, stack)) return undefined; // judged with its source
        if (isStray(db, stack)) return "It copies what is no primary of this stack.";
        const copies = kinOf(db, stack).flatMap((one) => stack.naming(one, "replicateSourceDb", Instance));
        const { instanceClass } = db.props;
        if (copies.length === 0)
            return /^db\.t\d/.test(String(instanceClass)) ? undefined : `${instanceClass}, and no replica.`;
        const unread = copies.find((one) => !isTold(one, stack));
        if (unread) return `No task is told of its replica ${unread.name}.`;
        const unseen = copies.find((one) => !isFollowed(one, stack));
        return unseen && `No alarm tells when its replica ${unseen.name} falls behind.`;
    },
    breaks: {
        "left out": withoutReplicas({ instanceClass: "db.m7g.large" }),
        "a stranger's copy": withoutReplicas({ replicateSourceDb: "somebody-elses" }),
        "read by nobody": withReplica(),
        "falls behind unseen": withReplica(toTask),
    },
});
