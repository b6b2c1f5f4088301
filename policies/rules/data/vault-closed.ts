import * as aws from "@pulumi/aws";
import { inJson, inNaming, set } from "../../edits.ts";
import { deniedToAll } from "../../iam.ts";
import { stackRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

const Policy = aws.backup.VaultPolicy;
const actions = ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"];
const deny = (edit: (statement: Record<string, unknown>) => void) =>
    inNaming(
        Policy,
        "backupVaultName",
        inJson("policy", ({ Statement }) => edit(Statement[0])),
    );
// For anyone, policies-not-for-everyone would refuse it as well.
const own = { AWS: "123456789012" };

export default stackRule(aws.backup.Vault, {
    id: "vault-closed",
    criterion: "DAT-04",
    severity: "high",
    says: "No one can delete a backup before its time, an administrator included.",
    fix: `Add an aws.backup.VaultPolicy of this vault that denies ${actions.join(" and ")} to "*", and leave forceDestroy out.`,
    check: (vault, stack) => {
        if (isOn(vault.props.forceDestroy)) return "Pulumi would empty it to delete it: forceDestroy is on.";
        const policies = stack.naming(vault, "backupVaultName", Policy);
        const open = actions.filter(
            (action) => !policies.some(({ props }) => deniedToAll(props.policy, action)),
        );
        return open.length > 0 ? `Open to whom IAM lets: ${open.join(", ")}.` : undefined;
    },
    breaks: {
        "left out": inNaming(Policy, "backupVaultName", "remove"),
        "denied to one": deny((one) => (one.Principal = { AWS: "arn:aws:iam::123456789012:role/intern" })),
        "by a shorter life": deny((one) => (one.Action = "backup:DeleteRecoveryPoint")),
        allowed: deny((one) => Object.assign(one, { Effect: "Allow", Principal: own })),
        "denied without TLS": deny((one) => (one.Condition = { Bool: { "aws:SecureTransport": "false" } })),
        "emptied by Pulumi": set("forceDestroy", true),
    },
});
