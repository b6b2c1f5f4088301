import * as aws from "@pulumi/aws";
import { fromNowhere, inNaming, leaveOut, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { numberOf } from "../../values.ts";

const Lock = aws.backup.VaultLockConfiguration;

export default stackRule(aws.backup.Vault, {
    id: "vault-locked",
    criterion: "DAT-04",
    severity: "critical",
    says: "Every backup vault is locked: what is in it stays for a week at least.",
    fix: "Add an aws.backup.VaultLockConfiguration of this vault with minRetentionDays of 7 or more.",
    check: (vault, stack) => {
        const locks = stack.naming(vault, "backupVaultName", Lock);
        if (locks.length === 0) return "It has no lock.";
        const short = locks.find(({ props }) => !(numberOf(props.minRetentionDays) >= 7));
        return short && `Its lock takes backups for ${short.props.minRetentionDays ?? "any number of"} days.`;
    },
    breaks: {
        "left out": inNaming(Lock, "backupVaultName", "remove"),
        "another vault's": inNaming(Lock, "backupVaultName", set("backupVaultName", "somebody-elses")),
        "of nobody knows what": inNaming(Lock, "backupVaultName", fromNowhere("backupVaultName")),
        "for any time": inNaming(Lock, "backupVaultName", leaveOut("minRetentionDays")),
        "for a day": inNaming(Lock, "backupVaultName", set("minRetentionDays", 1)),
    },
});
