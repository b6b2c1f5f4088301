import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

export default resourceRule(aws.ecs.TaskDefinition, {
    id: "revisions-kept",
    criterion: "OPS-05",
    severity: "high",
    says: "The version before can always be run again.",
    fix: "Set skipDestroy to true: a revision that was replaced is deregistered otherwise.",
    check: ({ skipDestroy }) =>
        isOn(skipDestroy) ? undefined : "A revision is gone as soon as there is another.",
    breaks: {
        "left out": leaveOut("skipDestroy"),
        off: set("skipDestroy", false),
    },
});
