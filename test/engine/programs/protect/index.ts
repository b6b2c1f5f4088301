// `protect` is inherited by a component's children, and a child can opt out.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const vault = new pulumi.ComponentResource("programs:index:Vault", "vault", {}, { protect: true });
const inner = new pulumi.ComponentResource("programs:index:Vault", "inner", {}, { parent: vault });
new aws.s3.Bucket("inherits", {}, { parent: inner });
new aws.s3.Bucket("opts-out", {}, { parent: vault, protect: false });
new aws.s3.Bucket("by-itself", {}, { protect: true });
const open = new aws.s3.Bucket("open");
new aws.s3.BucketObject("child", { bucket: open.id, content: "x" }, { parent: open });
