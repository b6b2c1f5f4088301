// Log lines carry their severity and the resource that they are about, from inside `apply` as well.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const topic = new aws.sns.Topic("topic", { displayName: "known" });
pulumi.log.info("about the stack");
pulumi.log.warn("about the topic", topic);
pulumi.log.debug("only with --debug", topic);
topic.displayName.apply((name) => pulumi.log.info(`is ${name}`, topic, 7, true));
console.log("printed by the program");
