import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";

export default resourceRule(aws.ecr.Repository, {
    id: "images-immutable",
    criterion: "SEC-10",
    severity: "high",
    says: "What was pushed under a tag stays what it was.",
    fix: "Set imageTagMutability to IMMUTABLE: a tag that can be pushed twice is another program the next time a task starts.",
    check: ({ imageTagMutability = "MUTABLE" }) =>
        imageTagMutability === "IMMUTABLE" ? undefined : `Its tags can be moved: ${imageTagMutability}.`,
    breaks: {
        "left out": leaveOut("imageTagMutability"),
        "tags move": set("imageTagMutability", "MUTABLE"),
        "some tags move": set("imageTagMutability", "IMMUTABLE_WITH_EXCLUSION"),
    },
});
