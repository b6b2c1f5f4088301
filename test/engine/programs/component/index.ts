// A resource with a component as parent carries the component's type in its URN, and a child's child carries
// both.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

class Shelf extends pulumi.ComponentResource {
    constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
        super("programs:index:Shelf", name, {}, opts);
        new aws.sns.Topic(`${name}-topic`, {}, { parent: this });
    }
}

class Room extends pulumi.ComponentResource {
    constructor(name: string) {
        super("programs:index:Room", name);
        const shelf = new Shelf(`${name}-shelf`, { parent: this });
        const queue = new aws.sqs.Queue(`${name}-queue`, {}, { parent: shelf });
        new aws.sqs.QueuePolicy(`${name}-policy`, { queueUrl: queue.url, policy: "{}" }, { parent: queue });
    }
}

new Room("room");
new Shelf("room");
