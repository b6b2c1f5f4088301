// Timeouts are registered as seconds, from Go's notation.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const box = new pulumi.ComponentResource("programs:index:Box", "box");
new aws.sns.Topic(
    "all",
    {},
    { customTimeouts: { create: "1h30m", update: "90s", delete: "500ms" }, parent: box },
);
new aws.sns.Topic("some", {}, { customTimeouts: { create: "20m" } });
