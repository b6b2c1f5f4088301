import * as aws from "@pulumi/aws";
import { fromNowhere, leaveOut, set } from "../../edits.ts";
import type { ResourceClass } from "../../graph.ts";
import { hasOwnKey } from "../../keys.ts";
import { stackRule } from "../../rule.ts";

export default stackRule([aws.cloudwatch.EventBus, aws.cloudwatch.EventArchive] as ResourceClass[], {
    id: "events-encrypted",
    criterion: "SEC-03",
    severity: "medium",
    says: "Every event is encrypted with a key of this stack, on its way and in the archive.",
    fix: "Set kmsKeyIdentifier to the ARN of an aws.kms.Key of this stack that events.amazonaws.com may use.",
    check: (events, stack) =>
        hasOwnKey(events, "kmsKeyIdentifier", stack) ? undefined : "Its key is none of this stack's.",
    breaks: {
        "left out": leaveOut("kmsKeyIdentifier"),
        "another account's key": set("kmsKeyIdentifier", "arn:aws:kms:us-east-1:210987654321:key/0b1c"),
        "a key from nowhere": fromNowhere("kmsKeyIdentifier"),
    },
});
