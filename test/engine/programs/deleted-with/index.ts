// What is deleted with another resource (step 2) gets no delete of its own; a component hands the option on.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

if (new pulumi.Config().requireNumber("step") === 1) {
    const bucket = new aws.s3.Bucket("bucket");
    new aws.s3.BucketObject("object", { bucket: bucket.id, key: "a", content: "a" }, { deletedWith: bucket });
    const box = new pulumi.ComponentResource("programs:index:Box", "box", {}, { deletedWith: bucket });
    new aws.s3.BucketObject("inherits", { bucket: bucket.id, key: "b", content: "b" }, { parent: box });
}
new aws.sns.Topic("topic");
