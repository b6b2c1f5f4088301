import * as aws from "@pulumi/aws";
import { inJson, inNaming, set } from "../../edits.ts";
import { refusesPlainHttp } from "../../iam.ts";
import { inDenialAlone } from "../../queues.ts";
import { isLeftOut } from "../../references.ts";
import { stackRule, type Edit } from "../../rule.ts";

const { Queue, QueuePolicy } = aws.sqs;
const inDenial = (edit: Parameters<typeof inJson>[1]): Edit =>
    inNaming(
        QueuePolicy,
        "queueUrl",
        inJson("policy", ({ Statement }) => edit(Statement.at(-1))),
    );
// For anyone, policies-not-for-everyone would refuse it as well.
const own = { AWS: "123456789012" };

export default stackRule(Queue, {
    id: "queue-tls",
    criterion: "SEC-04",
    severity: "high",
    says: "Every queue refuses plain HTTP.",
    fix: 'Deny sqs:* to everyone where aws:SecureTransport is "false", in an aws.sqs.QueuePolicy of this queue.',
    check: (queue, stack) => {
        const policies: unknown[] = stack
            .naming(queue, "queueUrl", QueuePolicy)
            .map(({ props }) => props.policy);
        if (!isLeftOut(queue, "policy")) policies.push(queue.props.policy);
        const isRefused = policies.some((policy) => refusesPlainHttp(policy, "sqs"));
        return isRefused ? undefined : "It answers over plain HTTP.";
    },
    breaks: {
        "left out": inDenialAlone((one, nodes) => nodes.splice(nodes.indexOf(one), 1)),
        "another queue's": inDenialAlone(set("queueUrl", "https://sqs.test/1/others")),
        "allowed without TLS": inDenial((one) => Object.assign(one, { Effect: "Allow", Principal: own })),
        "for one user": inDenial((one) => (one.Principal = { AWS: "arn:aws:iam::123456789012:root" })),
        "for reading": inDenial((one) => (one.Action = "sqs:ReceiveMessage")),
        "from one network": inDenial((one) => (one.Condition.IpAddress = { "aws:SourceIp": "10.0.0.0/8" })),
    },
});
