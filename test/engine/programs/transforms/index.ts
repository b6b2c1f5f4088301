// `transforms` of a resource and of components above it run from the inside out, on inputs and options.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

function tag(key: string): pulumi.ResourceTransform {
    return ({ type, props, opts }) => {
        const tags = { ...props["tags"], [key]: `${Object.keys(props["tags"] ?? {}).length}` };
        return type.startsWith("aws:") ? { props: { ...props, tags }, opts } : undefined;
    };
}
const harden: pulumi.ResourceTransform = ({ props, opts }) => ({ props, opts: { ...opts, protect: true } });

const box = (name: string, opts: pulumi.ComponentResourceOptions): pulumi.ComponentResource =>
    new pulumi.ComponentResource("programs:index:Box", name, {}, opts);
const outer = box("outer", { transforms: [tag("outer")] });
const inner = box("inner", { parent: outer, transforms: [tag("inner")] });
const own = [tag("own"), tag("own2"), harden];
const topic = new aws.sns.Topic("topic", {}, { parent: inner, transforms: own });
new aws.sns.Topic("reader", { displayName: topic.arn }, { parent: outer });
