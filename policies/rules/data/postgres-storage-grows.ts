import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { numberOf } from "../../values.ts";

export default resourceRule(aws.rds.Instance, {
    id: "postgres-storage-grows",
    criterion: "DAT-10",
    severity: "high",
    says: "Every database gets more storage by itself before it is full.",
    fix: "Set maxAllocatedStorage above allocatedStorage.",
    check: ({ allocatedStorage = 0, maxAllocatedStorage = 0 }) =>
        numberOf(maxAllocatedStorage) > numberOf(allocatedStorage)
            ? undefined
            : `Starts with ${allocatedStorage} GiB and may grow to ${maxAllocatedStorage} GiB.`,
    breaks: { "no room": set("maxAllocatedStorage", 1), "left out": leaveOut("maxAllocatedStorage") },
});
