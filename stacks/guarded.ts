import * as pulumi from "@pulumi/pulumi";
import { find } from "./agreement.ts";
import type { Settings } from "./schema.ts";
import { fileOf } from "./siblings.ts";

type Own = Pick<Settings, "region" | "account">;

/** Why the environment that is named can't be the one that guards this one's account. */
function objectionTo(other: unknown, { region, account: { id, guards, guardedBy } }: Own) {
    if (other === undefined) return `there is no Pulumi.${guardedBy}.yaml here`;
    const theirs = find(other, ["airworthy:account", "guards"]);
    const isGuard = theirs === "own" || (theirs === "region" && guards === "elsewhere");
    if (!isGuard) return `its account.guards is ${String(theirs)}`;
    const [their, home] = [find(other, ["airworthy:account", "id"]), find(other, ["aws:region"])];
    if (id !== "" && their !== "" && their !== id)
        return `its account is ${String(their)}, and this one's ${id}`;
    // Threats are looked for region by region.
    if (guards === "elsewhere" && home !== region)
        return `it is in ${String(home)}; one environment of ${region} has to have guards: region`;
    return undefined;
}

/**
 * Stops a program whose account nobody guards: what an account has once, one of its environments has to have. The number of
 * an account is the word of whoever wrote it that what watches this one is there.
 */
export function refuseUnguarded(own: Own, settingsOf: (stack: string) => unknown = fileOf): void {
    const { guards, guardedBy } = own.account;
    if (guards === "own" || /^\d{12}$/.test(guardedBy)) return;
    const why = objectionTo(settingsOf(guardedBy), own);
    if (why === undefined) return;
    throw new pulumi.RunError(
        `Pulumi.${pulumi.getStack()}.yaml: account.guardedBy is ${guardedBy}, and ${why}; use an environment of this account that has guards: own, or guards: own here.`,
    );
}
