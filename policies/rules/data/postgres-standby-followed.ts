import * as aws from "@pulumi/aws";
import { isFollowed, isInUse, isStandby, kinOf, sourceOf, withStandby } from "../../relatives.ts";
import { stackRule } from "../../rule.ts";

const { Instance } = aws.rds;

export default stackRule(Instance, {
    id: "postgres-standby-followed",
    criterion: "SCA-06",
    severity: "high",
    says: "A database that stands by for another region's is promoted by people alone, and they hear of it when it is late.",
    fix: "List replicateSourceDb in its ignoreChanges, and alarm on its ReplicaLag, until it is in use.",
    check: (db, stack) => {
        if (sourceOf(db, stack)) return undefined; // judged with its source
        const standing = kinOf(db, stack).filter((one) => isStandby(one, stack));
        const loose = standing.find(({ opts }) => !opts.ignoreChanges.includes("replicateSourceDb"));
        if (loose) return `A deployment without the source of ${loose.name} would promote it.`;
        // One in use was promoted, and one that goes need not follow.
        const idle = standing.filter((one) => !isInUse(one, stack) && one.props.tags?.retire === undefined);
        const unseen = idle.find((one) => !isFollowed(one, stack));
        return unseen && `No alarm tells when ${unseen.name} falls behind.`;
    },
    breaks: {
        "left out": withStandby(),
        "told to nobody": withStandby(({ urn, props }, nodes) => {
            const dimensions = { DBInstanceIdentifier: props.identifier };
            const alarm = { metricName: "ReplicaLag", dimensions, alarmActions: [] };
            const node = { type: "aws:cloudwatch/metricAlarm:MetricAlarm", name: "late", urn: `${urn}-late` };
            const opts = { protect: false, ignoreChanges: [] };
            nodes.push({ ...node, props: alarm, opts, propertyDependencies: {} });
        }),
        "promoted by a deployment": withStandby(({ opts, props }) => {
            opts.ignoreChanges = [];
            props.tags = { retire: "nobody has to follow it any more" };
        }),
    },
});
