import * as aws from "@pulumi/aws";
import { fromNowhere, leaveOut, set } from "../../edits.ts";
import { hasOwnKey } from "../../keys.ts";
import { stackRule } from "../../rule.ts";

const encryption = "encryptionConfigurations";

export default stackRule(aws.ecr.Repository, {
    id: "images-encrypted",
    criterion: "SEC-03",
    severity: "medium",
    says: "Every repository of images is encrypted with a key of this stack.",
    fix: "Set encryptionConfigurations to one with encryptionType KMS and the ARN of an aws.kms.Key of this stack as kmsKey.",
    check: (repository, stack) => {
        const [one] = repository.props.encryptionConfigurations ?? [];
        if (one?.encryptionType !== "KMS") return `It is encrypted by ${one?.encryptionType ?? "AES256"}.`;
        return hasOwnKey(repository, encryption, stack) ? undefined : "Its key is none of this stack's.";
    },
    breaks: {
        "left out": leaveOut(encryption),
        "Amazon's own": set(`${encryption}.0.encryptionType`, "AES256"),
        "Amazon's key": set(encryption, [{ encryptionType: "KMS" }]),
        "somebody's key": set(encryption, [
            { encryptionType: "KMS", kmsKey: "arn:aws:kms:us-east-1:123456789012:key/other" },
        ]),
        "a key from nowhere": fromNowhere(encryption),
    },
});
