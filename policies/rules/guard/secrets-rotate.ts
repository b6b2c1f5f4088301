import * as aws from "@pulumi/aws";
import { inNaming, set } from "../../edits.ts";
import { isLeftOut } from "../../references.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { isOff, numberOf } from "../../values.ts";

const { SecretRotation } = aws.secretsmanager;
const ofRotation = (edit: Edit | "remove") => inNaming(SecretRotation, "secretId", edit);

export default stackRule(aws.secretsmanager.Secret, {
    id: "secrets-rotate",
    criterion: "SEC-02",
    severity: "high",
    says: "Every secret gets a new value by itself, at least every 90 days.",
    fix: "Give it an aws.secretsmanager.SecretRotation with automaticallyAfterDays of 90 or less.",
    check: (secret, stack) => {
        const [rotation] = stack.naming(secret, "secretId", SecretRotation);
        if (rotation === undefined) return "Nothing rotates it.";
        // Left out it is on.
        if (!isLeftOut(rotation, "rotationEnabled") && isOff(rotation.props.rotationEnabled))
            return "Its rotation is switched off.";
        const days = rotation.props.rotationRules?.automaticallyAfterDays;
        // How often a schedule comes round is not for a rule to read.
        if (days === undefined) return "Its rotation says no number of days.";
        return numberOf(days) <= 90 ? undefined : `It is rotated after ${days} days.`;
    },
    breaks: {
        "left out": ofRotation("remove"),
        "switched off": ofRotation(set("rotationEnabled", false)),
        "after 91 days": ofRotation(set("rotationRules.automaticallyAfterDays", 91)),
        "by a schedule alone": ofRotation(set("rotationRules", { scheduleExpression: "rate(365 days)" })),
        "of another secret": ofRotation(set("secretId", "arn:aws:secretsmanager:us-east-1:1:secret:a-b")),
    },
});
