// Settings come from the stack file, then from the project's defaults; objects by path, secrets only when
// marked.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const sizes = config.requireObject<{ small: number; list: string[] }>("sizes");
new aws.sns.Topic("topic", {
    displayName: `${config.require("title")} ${config.get("missing") ?? "none"}`,
    tags: {
        small: `${sizes.small}`,
        list: sizes.list.join("+"),
        other: new pulumi.Config("other").require("key"),
    },
    tracingConfig: config.requireBoolean("trace") ? "Active" : "PassThrough",
});
export const count = config.requireNumber("count");
export const region = aws.config.region;
