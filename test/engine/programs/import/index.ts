// `import` adopts what exists: the id is the one given, and the resource is the stack's own from then on.
import * as aws from "@pulumi/aws";

const bucket = new aws.s3.Bucket(
    "adopted",
    { bucket: "made-by-hand" },
    { import: "made-by-hand", protect: true },
);
new aws.s3.BucketObject("note", { bucket: bucket.id, key: "note", content: "adopted" });
