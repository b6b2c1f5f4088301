import * as aws from "@pulumi/aws";
import { add } from "../../edits.ts";
import { stackRule } from "../../rule.ts";

const { Trail } = aws.cloudtrail;

export default stackRule(Trail, {
    id: "audit-log-once",
    criterion: "CST-05",
    severity: "medium",
    says: "A stack logs who did what once: the first copy is free, and each other one is paid for by the event.",
    fix: "Keep one aws.cloudtrail.Trail of all regions, and let whoever reads it read that one.",
    check: (trail, stack) => {
        const others = stack.all(Trail).filter(({ urn }) => urn !== trail.urn);
        return others.length > 0 ? `So does ${others.map(({ name }) => name).join(", ")}.` : undefined;
    },
    breaks: {
        "left out": add(Trail, ({ props }) => ({ ...props, name: "one-more" })),
    },
});
