import * as aws from "@pulumi/aws";
import { stackRule, type Edit } from "../../rule.ts";
import { whyNotKept, type Ends } from "../../vaults.ts";

type PlanRule = Ends & { targetVaultName: string; copyActions?: (Ends & { destinationVaultArn: string })[] };
const oneMore = (changesOf: (rule: PlanRule) => Partial<PlanRule>): Edit => {
    return ({ props: { rules } }) => rules?.push({ ...rules[0], ruleName: "more", ...changesOf(rules[0]) });
};
const copiesIn = (region: string, name: string) =>
    oneMore(({ copyActions = [] }) => {
        const destinationVaultArn = `arn:aws:backup:${region}:123456789012:backup-vault:${name}`;
        return { copyActions: [...copyActions, { ...copyActions[0], destinationVaultArn }] };
    });
const keptFor = (deleteAfter: number) => oneMore(() => ({ lifecycle: { deleteAfter } }));

export default stackRule(aws.backup.Plan, {
    id: "backups-vaulted",
    criterion: "DAT-04",
    severity: "high",
    says: "Every backup, and every copy of one, lies in a vault of this stack, whose key, lock and policy are known, for days that its lock takes.",
    fix: "Let each rule's targetVaultName and copyActions name an aws.backup.Vault of this stack by its region and name, written out, with a deleteAfter that its lock takes.",
    check: ({ props: { rules, region } }, stack) => {
        const faults = (rules as PlanRule[]).flatMap(({ copyActions = [], ...rule }) => [
            whyNotKept(rule.targetVaultName, region, rule, stack),
            ...copyActions.map((copy) => {
                const [, , , where, , , name = ""] = copy.destinationVaultArn.split(":");
                // One to its own region is for backups-copied to refuse.
                return whyNotKept(name, where === region ? undefined : where, copy, stack);
            }),
        ]);
        return faults.find(Boolean);
    },
    breaks: {
        "left out": oneMore(() => ({ targetVaultName: "Default" })),
        "copies of it": copiesIn("us-west-2", "somebody-elses"),
        "in a region without one": copiesIn("eu-north-1", "airworthy-production-copies"),
        "for less than the lock takes": keptFor(1),
        "for longer than it takes": keptFor(36_500),
    },
});
