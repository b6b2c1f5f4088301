// A dynamic provider is serialized into its resource's `__provider` input and runs in a provider of its own.
import * as pulumi from "@pulumi/pulumi";

const provider: pulumi.dynamic.ResourceProvider = {
    async create(inputs) {
        return { id: "made", outs: { ...inputs, doubled: inputs.number * 2 } };
    },
};

class Doubler extends pulumi.dynamic.Resource {
    declare readonly doubled: pulumi.Output<number>;
    constructor(name: string, number: pulumi.Input<number>) {
        super(provider, name, { number, doubled: undefined });
    }
}

const once = new Doubler("once", 4);
export const twice = new Doubler("twice", once.doubled).doubled;
