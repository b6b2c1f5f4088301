import * as aws from "@pulumi/aws";
import { inJson, inNamed, inNaming } from "../../edits.ts";
import { ownKeys } from "../../keys.ts";
import { isLeftOut } from "../../references.ts";
import { stackRule } from "../../rule.ts";
import { openTo } from "../../sources.ts";

type Change = Parameters<typeof inJson>[1];
const isAlarms = (one: { Principal: { Service?: unknown } }) =>
    one.Principal.Service === "cloudwatch.amazonaws.com";
const inAlarms = (edit: Change) => inJson("policy", ({ Statement }) => edit(Statement.find(isAlarms)));
const inKey = (edit: Change) => inNamed("kmsMasterKeyId", aws.kms.Key, inAlarms(edit));
const inPolicy = (edit: Change) => inNaming(aws.sns.TopicPolicy, "arn", inAlarms(edit));
const Condition = { ArnLike: { "aws:SourceArn": "arn:aws:s3:::uploads" } };
const ofBuckets: Change = ({ Statement }) =>
    Statement.push({ ...Statement[0], Principal: { Service: "s3.amazonaws.com" }, Condition });

export default stackRule(aws.sns.Topic, {
    id: "topics-own-account",
    criterion: "SEC-08",
    severity: "medium",
    says: "What AWS's services send to a topic comes from this account's own things, where they say whose it is.",
    fix: "Add StringEquals on aws:SourceAccount to the Condition, in the topic's policy and in that of its key.",
    check: (topic, stack) => {
        const own = isLeftOut(topic, "policy") ? [] : [topic];
        const policies = stack.naming(topic, "arn", aws.sns.TopicPolicy);
        // One that nobody knows is for topics-encrypted to refuse.
        const keys = isLeftOut(topic, "kmsMasterKeyId") ? [] : ownKeys(topic, "kmsMasterKeyId", stack);
        const open = [...own, ...policies, ...keys].flatMap(({ props }) => openTo(props.policy));
        return open.length > 0
            ? `Anybody's ${open.join(", ")} may publish to it, or use its key.`
            : undefined;
    },
    breaks: {
        "left out": inPolicy((one) => delete one.Condition),
        "left out of the key": inKey((one) => delete one.Condition),
        "for any account": inPolicy((one) => (one.Condition = { StringLike: { "aws:SourceAccount": "*" } })),
        "of another service": inNaming(aws.sns.TopicPolicy, "arn", inJson("policy", ofBuckets)),
    },
});
