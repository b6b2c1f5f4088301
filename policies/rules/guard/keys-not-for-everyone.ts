import * as aws from "@pulumi/aws";
import { inJson } from "../../edits.ts";
import { allowedBy, isForAnyone } from "../../iam.ts";
import { resourceRule } from "../../rule.ts";

const statement = (edit: Parameters<typeof inJson>[1]) =>
    inJson("policy", ({ Statement }) => edit(Statement[0]));

export default resourceRule([aws.kms.Key, aws.kms.KeyPolicy] as (typeof aws.kms.Key)[], {
    id: "keys-not-for-everyone",
    criterion: "SEC-08",
    severity: "critical",
    says: "Every key says who may use it.",
    fix: "Name an account or a service as Principal, or say by a Condition which account calls.",
    // Left out, it is KMS's own policy: IAM of this account decides.
    check: ({ policy }) => (allowedBy(policy).some(isForAnyone) ? "Anyone may use it." : undefined),
    breaks: {
        "left out": statement((one) => delete one.Principal),
        "for anyone": statement((one) => (one.Principal = "*")),
        "for all but one": statement((one) => {
            one.NotPrincipal = one.Principal;
            delete one.Principal;
        }),
        "for every account": statement((one) => {
            one.Principal = { AWS: "*" };
            one.Condition = { StringLike: { "kms:CallerAccount": "?*" } };
        }),
        "for whoever says nothing": statement((one) => {
            one.Principal = { AWS: "*" };
            one.Condition = { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1234567890" } };
        }),
        "for anyone with TLS": statement((one) => {
            one.Principal = { AWS: "*" };
            one.Condition = { Bool: { "aws:SecureTransport": "true" } };
        }),
    },
});
