// In step 2 a replaced resource with `deleteBeforeReplace` goes first, and what depends on it goes before it.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const step = new pulumi.Config().requireNumber("step");
const name = { name: "fixed", fifoQueue: step === 2 };
const first = new aws.sqs.Queue("first", name, { deleteBeforeReplace: true });
new aws.sqs.QueuePolicy("policy", { queueUrl: first.id, policy: "{}" });
new aws.sqs.Queue("usual", { fifoQueue: step === 2 });
