// `additionalSecretOutputs` makes outputs secret, and what is computed from them; an id is let off with a
// warning.
import * as aws from "@pulumi/aws";
import * as random from "@pulumi/random";

const topic = new aws.sns.Topic(
    "topic",
    { displayName: "hidden" },
    { additionalSecretOutputs: ["displayName", "arn"] },
);
const pet = new random.RandomPet("pet", { length: 2 }, { additionalSecretOutputs: ["id"] });
new aws.ssm.Parameter("parameter", { type: "String", value: topic.arn, name: pet.id });
export const arn = topic.arn;
export const owner = topic.owner;
