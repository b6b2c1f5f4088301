// Assets and archives go over the wire with their hash: texts, files and archives of both.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const { AssetArchive, FileArchive, FileAsset, StringAsset } = pulumi.asset;
new aws.s3.BucketObject("text", { bucket: "b", key: "text", source: new StringAsset("hello") });
new aws.s3.BucketObject("file", { bucket: "b", key: "file", source: new FileAsset("files/hello.txt") });
new aws.lambda.Function("function", {
    role: "arn:aws:iam::123456789012:role/r",
    runtime: "nodejs22.x",
    handler: "index.handler",
    code: new AssetArchive({
        "index.js": new StringAsset("exports.handler = async () => 1;"),
        "hello.txt": new FileAsset("files/hello.txt"),
        files: new FileArchive("files"),
    }),
});
new aws.lambda.LayerVersion("layer", { layerName: "layer", code: new FileArchive("files") });
