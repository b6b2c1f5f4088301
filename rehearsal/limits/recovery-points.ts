import { isObject, type Value } from "../values.ts";
import type { Between, Clash } from "./group.ts";
import { aws } from "./kinds.ts";
import { listOf, numberOf, textOf, type Subject } from "./row.ts";
import { api } from "./sources.ts";

const lock = aws("backup", "VaultLockConfiguration");
const plan = aws("backup", "Plan");

interface Stay {
    path: string;
    /** The vault's name, as far as it is known. */
    vault: string | undefined;
    lifecycle: Value | undefined;
}

/** Where the rules of a plan put recovery points, and for how long. */
function staysOf({ inputs }: Subject): Stay[] {
    return listOf(inputs.rules).flatMap((one, at) => {
        if (!isObject(one)) return [];
        const path = `rules[${at}]`;
        const own = { path, vault: textOf(one.targetVaultName), lifecycle: one.lifecycle };
        const copies = listOf(one.copyActions).flatMap((copy, index) => {
            if (!isObject(copy)) return [];
            const vault = textOf(copy.destinationVaultArn)?.split(":backup-vault:")[1];
            return [{ path: `${path}.copyActions[${index}]`, vault, lifecycle: copy.lifecycle }];
        });
        return [own, ...copies];
    });
}

/** A lifecycle that is unknown, wholly or in part, is not judged; one that is left out keeps for ever. */
function misfit({ path, lifecycle = {} }: Stay, { inputs }: Subject): string | undefined {
    if (!isObject(lifecycle)) return undefined;
    const { deleteAfter } = lifecycle;
    const days = numberOf(deleteAfter);
    if (days === undefined && deleteAfter !== undefined && deleteAfter !== null) return undefined;
    const [least, most] = [numberOf(inputs.minRetentionDays), numberOf(inputs.maxRetentionDays)];
    const seen = days === undefined ? "for ever" : `for ${days} days`;
    if (least !== undefined && days !== undefined && days < least)
        return `${path} keeps recovery points ${seen}, less than the vault's lock takes; use ${least} or more`;
    if (most !== undefined && (days === undefined || days > most))
        return `${path} keeps recovery points ${seen}, more than the vault's lock takes; use at most ${most}`;
    return undefined;
}

/** Every job of such a rule would fail, night after night. */
export const recoveryPoints: Between = {
    id: "backup.Plan lifecycle lock",
    property: "rules",
    source: api("backup", "PutBackupVaultLockConfigurationInput"),
    types: [lock, plan],
    check: (subjects) => {
        const locks = subjects.filter(({ type }) => type === lock);
        const plans = subjects.filter(({ type }) => type === plan);
        return plans.flatMap((one) =>
            staysOf(one).flatMap((stay): Clash[] => {
                const locked = locks.find(
                    ({ inputs }) => stay.vault !== undefined && textOf(inputs.backupVaultName) === stay.vault,
                );
                const message = locked && misfit(stay, locked);
                return message === undefined ? [] : [{ urn: one.urn, message }];
            }),
        );
    },
};
