// A component's registered outputs are kept in its state: plain, computed and secret ones.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

class Mailbox extends pulumi.ComponentResource {
    readonly url: pulumi.Output<string>;

    constructor(name: string) {
        super("programs:index:Mailbox", name, { asked: "for a queue" });
        const queue = new aws.sqs.Queue(name, {}, { parent: this });
        this.url = queue.url;
        this.registerOutputs({
            url: this.url,
            size: 3,
            token: pulumi.secret("t0ken"),
            nested: { arn: queue.arn },
        });
    }
}

class Silent extends pulumi.ComponentResource {}

export const url = new Mailbox("mailbox").url;
export const silent = new Silent("programs:index:Silent", "silent").urn;
