// `registerResourceTransform` sees every resource after it, default providers and remote components' children
// too.
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";

new aws.sns.Topic("before");
pulumi.runtime.registerResourceTransform(async (args) => {
    if (args.type === "aws:sns/topic:Topic") {
        const props = {
            ...args.props,
            displayName: `${args.name} of ${args.type}`,
            kmsMasterKeyId: pulumi.secret("alias/k"),
        };
        return { props, opts: { ...args.opts, retainOnDelete: true } };
    }
    if (args.type === "aws:ecr/repository:Repository") {
        return { props: { ...args.props, imageTagMutability: "IMMUTABLE" }, opts: args.opts };
    }
    return undefined;
});
const topic = new aws.sns.Topic("after", { displayName: "replaced" });
new awsx.ecr.Repository("repository");
export const shown = topic.displayName;
