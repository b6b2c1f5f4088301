import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import type { ResourceClass } from "../../graph.ts";
import { resourceRule } from "../../rule.ts";
import { isOn, numberOf } from "../../values.ts";

const { ReplicationGroup, Cluster } = aws.elasticache;

export default resourceRule<aws.elasticache.ReplicationGroupArgs & { replicationGroupId?: string }>(
    [ReplicationGroup, Cluster] as ResourceClass[],
    {
        id: "cache-fails-over",
        criterion: "DAT-12",
        severity: "high",
        says: "Every cache fails over to a replica in another zone by itself.",
        fix: "Use an aws.elasticache.ReplicationGroup with numCacheClusters of 2 or more, automaticFailoverEnabled and multiAzEnabled.",
        check: (cache, { type }) => {
            if (type === "aws:elasticache/cluster:Cluster")
                return cache.replicationGroupId ? undefined : "It has no replica: it is a cluster by itself.";
            const { numCacheClusters = 1, replicasPerNodeGroup = 0 } = cache;
            if (!(numberOf(numCacheClusters) >= 2) && !(numberOf(replicasPerNodeGroup) >= 1))
                return `It has no replica: numCacheClusters is ${numCacheClusters}.`;
            if (!isOn(cache.automaticFailoverEnabled))
                return "Somebody has to promote its replica: automaticFailoverEnabled is off.";
            return isOn(cache.multiAzEnabled)
                ? undefined
                : "Its replica may be in the same zone: multiAzEnabled is off.";
        },
        breaks: {
            "one node": set("numCacheClusters", 1),
            "the default, one node": leaveOut("numCacheClusters"),
            "by hand": set("automaticFailoverEnabled", false),
            "left out": leaveOut("multiAzEnabled"),
        },
    },
);
