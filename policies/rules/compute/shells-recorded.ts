import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

const at = (key: string) => `configuration.executeCommandConfiguration.${key}`;
/** Whether it says anything there: a name or a key of this stack may be known after the deployment only. */
const has = (part: object | undefined, key: string) => Object.keys(part ?? {}).includes(key);

export default resourceRule(aws.ecs.Cluster, {
    id: "shells-recorded",
    criterion: "SEC-11",
    severity: "high",
    says: "What people type into a task, and what they see there, is encrypted on its way and on record.",
    fix: "Give executeCommandConfiguration a kmsKeyId, logging OVERRIDE, and a log group with cloudWatchEncryptionEnabled.",
    check: ({ configuration }) => {
        const shells = configuration?.executeCommandConfiguration;
        const { logging = "left out", logConfiguration: log } = shells ?? {};
        // DEFAULT goes to the log of whatever container it is, if that has one.
        if (logging !== "OVERRIDE") return `The logging of ECS Exec is ${logging}.`;
        if (!has(log, "cloudWatchLogGroupName")) return "No log group records it.";
        if (!isOn(log?.cloudWatchEncryptionEnabled))
            return "Its record may go to a log that is not encrypted.";
        return has(shells, "kmsKeyId") ? undefined : "No key of KMS encrypts what goes to and fro.";
    },
    breaks: {
        "left out": leaveOut("configuration"),
        nowhere: set(at("logging"), "NONE"),
        "to the container's own log": set(at("logging"), "DEFAULT"),
        "no log group": leaveOut(at("logConfiguration.cloudWatchLogGroupName")),
        "in plain text": set(at("logConfiguration.cloudWatchEncryptionEnabled"), false),
        "without a key": leaveOut(at("kmsKeyId")),
    },
});
