import * as aws from "@pulumi/aws";
import { stackRule, type Edit } from "../../rule.ts";

const { Vault } = aws.backup;
type PlanRule = {
    ruleName: string;
    targetVaultName: string;
    copyActions?: { destinationVaultArn: string }[];
};
const oneMore = (changesOf: (rule: PlanRule) => Partial<PlanRule>): Edit => {
    return ({ props }) =>
        props.rules?.push({ ...props.rules[0], ruleName: "one-more", ...changesOf(props.rules[0]) });
};
const theirs = "arn:aws:backup:us-west-2:123456789012:backup-vault:somebody-elses";

export default stackRule(aws.backup.Plan, {
    id: "backups-vaulted",
    criterion: "DAT-04",
    severity: "high",
    says: "Every backup, and every copy of one, lies in a vault of this stack, whose key, lock and policy are known.",
    fix: "Let each rule's targetVaultName and copyActions name an aws.backup.Vault of this stack by its name, written out.",
    check: ({ props }, stack) => {
        const own = stack.all(Vault).map(({ props: { name } }) => name);
        const rules: PlanRule[] = props.rules;
        const wanted = rules.flatMap(({ targetVaultName, copyActions = [] }) => [
            targetVaultName,
            ...copyActions.map(({ destinationVaultArn }) => destinationVaultArn.split(":").at(-1)),
        ]);
        const others = wanted.filter((name) => !own.includes(name));
        return others.length > 0 ? `It keeps some in ${others.join(", ")}.` : undefined;
    },
    breaks: {
        "left out": oneMore(() => ({ targetVaultName: "Default" })),
        "copies of it": oneMore(({ copyActions = [] }) => ({
            copyActions: copyActions.map((one) => ({ ...one, destinationVaultArn: theirs })),
        })),
    },
});
