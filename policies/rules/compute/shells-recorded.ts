import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { hasOwnKey } from "../../keys.ts";
import { stackRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

const at = (key = "") => `configuration.executeCommandConfiguration${key && `.${key}`}`;

export default stackRule(aws.ecs.Cluster, {
    id: "shells-recorded",
    criterion: "SEC-11",
    severity: "high",
    says: "What people type into a task, and what they see there, is encrypted on its way and on record.",
    fix: "Give executeCommandConfiguration a kmsKeyId of this stack, logging OVERRIDE, and a log group of this stack with cloudWatchEncryptionEnabled.",
    check: (cluster, stack) => {
        const { logging, logConfiguration: log } =
            cluster.props.configuration?.executeCommandConfiguration ?? {};
        // DEFAULT goes to the log of whatever container it is, if that has one.
        if (logging !== "OVERRIDE") return `The logging of ECS Exec is ${logging ?? "left out"}.`;
        const named = stack.named(cluster, "configuration", aws.cloudwatch.LogGroup);
        if (!log?.cloudWatchLogGroupName || named.length === 0)
            return "No log group of this stack records it.";
        if (!isOn(log.cloudWatchEncryptionEnabled))
            return "Its record may go to a log that is not encrypted.";
        return hasOwnKey(cluster, "configuration", stack)
            ? undefined
            : "What goes to and fro is not encrypted with a key of this stack.";
    },
    breaks: {
        "left out": leaveOut("configuration"),
        nowhere: set(at("logging"), "NONE"),
        "to the container's own log": set(at("logging"), "DEFAULT"),
        "no log group": leaveOut(at("logConfiguration.cloudWatchLogGroupName")),
        "another stack's log group": set(at("logConfiguration.cloudWatchLogGroupName"), "/shared/exec"),
        "in plain text": set(at("logConfiguration.cloudWatchEncryptionEnabled"), false),
        "without a key": leaveOut(at("kmsKeyId")),
    },
});
