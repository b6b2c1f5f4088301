// In step 2 each resource has a new name, parent or type and an alias for the old one: nothing is replaced.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const moved = new pulumi.Config().requireNumber("step") === 2;
const home = new pulumi.ComponentResource("programs:index:Home", "home");
const after = (...aliases: pulumi.Alias[]): pulumi.ComponentResourceOptions => (moved ? { aliases } : {});
const fromRoot = moved ? { parent: home, aliases: [{ parent: pulumi.rootStackResource }] } : {};
const urn = pulumi.createUrn("by-urn", "aws:sqs/queue:Queue");

new aws.sns.Topic(moved ? "new-name" : "old-name", {}, after({ name: "old-name" }));
new aws.sns.Topic("topic", {}, fromRoot);
new aws.sqs.Queue("to-root", {}, moved ? { aliases: [{ parent: home }] } : { parent: home });
new aws.sqs.Queue(moved ? "by-urn-2" : "by-urn", {}, moved ? { aliases: [urn] } : {});

const type = moved ? "programs:index:New" : "programs:index:Old";
const options = after({ name: "box", type: "programs:index:Old" });
const box = new pulumi.ComponentResource(type, moved ? "crate" : "box", {}, options);
new aws.sns.Topic(moved ? "crate-topic" : "box-topic", {}, { parent: box });
