import * as aws from "@pulumi/aws";
import { inJson } from "../../edits.ts";
import type { ResourceClass } from "../../graph.ts";
import { allowedBy, isForAnyone } from "../../iam.ts";
import { isLeftOut } from "../../references.ts";
import { stackRule } from "../../rule.ts";

/** What holds a policy of who may call, besides those that have a rule of their own: keys, roles, images and buckets. */
const holders = [
    ...[aws.sns.Topic, aws.sns.TopicPolicy, aws.sqs.Queue, aws.sqs.QueuePolicy, aws.backup.VaultPolicy],
    ...[aws.secretsmanager.Secret, aws.secretsmanager.SecretPolicy, aws.cloudwatch.EventBusPolicy],
    aws.dynamodb.ResourcePolicy,
] as ResourceClass<{ policy?: string }>[];
const adds = (statement: object) =>
    inJson("policy", ({ Statement }) => Statement.push({ Effect: "Allow", Action: "*", ...statement }));

export default stackRule(holders, {
    id: "policies-not-for-everyone",
    criterion: "SEC-09",
    severity: "critical",
    says: "No queue, topic, secret, event bus or vault can be called by anybody who has an account of AWS's.",
    fix: "Name an account or a service as Principal, or say by a Condition whose the caller is, such as aws:SourceAccount.",
    check: (holder) => {
        if (isLeftOut(holder, "policy") || holder.props.policy === "") return undefined;
        return allowedBy(holder.props.policy).some(isForAnyone) ? "Anyone may call it." : undefined;
    },
    breaks: {
        "left out": adds({ Resource: "*" }),
        "for anyone": adds({ Principal: "*", Resource: "*" }),
        "for anyone of AWS's": adds({ Principal: { AWS: "*" }, Resource: "*" }),
    },
});
