import * as aws from "@pulumi/aws";
import { stackRule, type Edit } from "../../rule.ts";

type PlanRule = { copyActions?: { destinationVaultArn: string }[] };
const each = (edit: (rule: PlanRule, region: string) => void): Edit => {
    return ({ props }) => props.rules?.forEach((one: PlanRule) => edit(one, props.region));
};

export default stackRule(aws.backup.Plan, {
    id: "backups-copied",
    criterion: "DAT-04",
    severity: "critical",
    says: "Every backup is copied to another region.",
    fix: "Give each rule copyActions with the ARN of a vault in another region, written out so that a preview can tell.",
    check: ({ props: { rules, region } }, stack) => {
        if (rules.length === 0) return "It has no rule.";
        const stay = rules.filter(({ targetVaultName, copyActions = [] }) => {
            const vaults = stack.all(aws.backup.Vault).filter(({ props }) => props.name === targetVaultName);
            // The plan's own region is the vault's, and may be the provider's to know.
            const home = vaults.length === 1 ? (vaults[0]!.props.region ?? region) : region;
            const regions = copyActions.map(({ destinationVaultArn }) => destinationVaultArn.split(":")[3]);
            return !regions.some((one) => one !== undefined && one !== home);
        });
        const names = stay.map(({ ruleName }) => ruleName).join(", ");
        return stay.length > 0 ? `Stays in one region: ${names}.` : undefined;
    },
    breaks: {
        "left out": each((rule) => delete rule.copyActions),
        none: each((rule) => (rule.copyActions = [])),
        "to the same region": each(({ copyActions = [] }, here) => {
            for (const to of copyActions)
                to.destinationVaultArn = to.destinationVaultArn.replace(/:backup:[^:]+/, `:backup:${here}`);
        }),
        "not by every rule": ({ props }) => {
            props.rules?.push({ ...props.rules[0], ruleName: "hourly", copyActions: [] });
        },
    },
});
