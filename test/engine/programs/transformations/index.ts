// Legacy transformations run inside the program: a resource's own, then its parents', then the stack's.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

function append(word: string): pulumi.ResourceTransformation {
    return ({ type, props, opts }) => {
        const displayName = `${props["displayName"] ?? ""} ${word}`;
        return type === "aws:sns/topic:Topic" ? { props: { ...props, displayName }, opts } : undefined;
    };
}
const protect: pulumi.ResourceTransformation = ({ props, opts }) => ({
    props,
    opts: pulumi.mergeOptions(opts, { protect: true }),
});

pulumi.runtime.registerStackTransformation(append("stack"));
const options = { transformations: [append("parent")] };
const box = new pulumi.ComponentResource("programs:index:Box", "box", {}, options);
new aws.sns.Topic("topic", { displayName: "own" }, { parent: box, transformations: [append("self")] });
new aws.sns.Topic("alone", {}, { transformations: [protect] });
