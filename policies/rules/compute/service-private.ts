import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

export default resourceRule([aws.ecs.Service, aws.ecs.TaskSet] as (typeof aws.ecs.Service)[], {
    id: "service-private",
    criterion: "SEC-09",
    severity: "critical",
    says: "No task has a public address.",
    fix: "Set networkConfiguration with private subnets and assignPublicIp false.",
    check: ({ networkConfiguration }) => {
        if (networkConfiguration === undefined)
            return "It has no network of its own: networkConfiguration is left out.";
        return isOn(networkConfiguration.assignPublicIp) ? "Every task gets a public address." : undefined;
    },
    breaks: {
        public: set("networkConfiguration.assignPublicIp", true),
        "left out": leaveOut("networkConfiguration"),
    },
});
