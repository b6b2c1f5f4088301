import * as aws from "@pulumi/aws";
import { inEvery, inJson, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { EVENTS, whyUnheard } from "../../vaults.ts";

const { Plan, Vault, VaultNotifications: Notifications } = aws.backup;
const { TopicPolicy, TopicSubscription: Subscription } = aws.sns;
const closed = inJson("policy", (all) => {
    all.Statement = all.Statement.filter((one: object) => !JSON.stringify(one).includes("backup.amaz"));
});

export default stackRule(Plan, {
    id: "backups-told",
    criterion: "DAT-04",
    severity: "high",
    says: "Somebody is told of each backup, and each copy of one, that failed.",
    fix: `Add an aws.backup.VaultNotifications of the plan's vault with ${EVENTS.join(" and ")}, on a topic to which backup.amazonaws.com may publish and that somebody hears.`,
    check: ({ props }, stack) => {
        const into = props.rules.map(({ targetVaultName }) => targetVaultName);
        const vaults = stack.all(Vault).filter(({ props: { name } }) => into.includes(name!));
        return vaults.map((vault) => whyUnheard(vault, stack)).find(Boolean);
    },
    breaks: {
        "left out": inEvery(Notifications, "remove"),
        "copies forgotten": inEvery(Notifications, set("backupVaultEvents", ["BACKUP_JOB_COMPLETED"])),
        "another vault's": inEvery(Notifications, set("backupVaultName", "somebody-elses")),
        "another topic": inEvery(Notifications, set("snsTopicArn", "arn:aws:sns:us-east-1:1:x")),
        "closed to AWS Backup": inEvery(TopicPolicy, closed),
        "filtered out": inEvery(Subscription, set("filterPolicy", '{"State":[{"exists":false}]}')),
    },
});
