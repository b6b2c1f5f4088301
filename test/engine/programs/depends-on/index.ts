// `dependsOn` of a component means its children; of a list, of a promise and of one resource it means just
// those.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const group = new pulumi.ComponentResource("programs:index:Group", "group");
const inner = new pulumi.ComponentResource("programs:index:Group", "inner", {}, { parent: group });
const first = new aws.sns.Topic("first", {}, { parent: group });
new aws.sns.Topic("second", {}, { parent: inner });

new aws.sns.Topic("after-group", {}, { dependsOn: group });
new aws.sns.Topic("after-one", {}, { dependsOn: first });
new aws.sns.Topic("after-promise", {}, { dependsOn: Promise.resolve([first]) });
const queue = new aws.sqs.Queue("queue");
new aws.sns.Topic("after-both", { displayName: queue.name }, { dependsOn: [first, inner] });

const late = new pulumi.ComponentResource("programs:index:Group", "late", {}, { dependsOn: [queue] });
new aws.sns.Topic("in-late", {}, { parent: late });
