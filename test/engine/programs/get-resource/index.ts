// A resource made with the `urn` of another one is looked up in the engine and registers nothing.
import * as aws from "@pulumi/aws";

const topic = new aws.sns.Topic("topic", { displayName: "found" });
const urn = await new Promise<string>((resolve) => topic.urn.apply(resolve));
const found = new aws.sns.Topic("topic-again", {}, { urn });
export const displayName = found.displayName;
