// A resource as an input goes over the wire as a reference with its URN and id, to components and into
// outputs.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const topic = new aws.sns.Topic("topic");
const box = new pulumi.ComponentResource("programs:index:Box", "box");

class Holder extends pulumi.ComponentResource {
    constructor(name: string) {
        super("programs:index:Holder", name, { topic, nested: { list: [topic, box] } });
        this.registerOutputs({ topic, box });
    }
}

export const holder = new Holder("holder");
new pulumi.Stash("stash", { input: { topic } });
