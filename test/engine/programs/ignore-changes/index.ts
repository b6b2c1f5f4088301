// In step 2 every input changes: ignored ones keep their old value, whole, nested, indexed and by wildcard.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const step = new pulumi.Config().requireNumber("step");
const tags = { owner: `team-${step}`, "cost/center": `c-${step}` };
new aws.s3.Bucket("whole", { tags }, { ignoreChanges: ["tags"] });
new aws.s3.Bucket("nested", { tags }, { ignoreChanges: ["tags.owner", 'tags["cost/center"]'] });
new aws.sns.Topic("absent", step === 1 ? {} : { displayName: "new" }, { ignoreChanges: ["displayName"] });
new aws.ec2.SecurityGroup(
    "indexed",
    {
        description: "fixed",
        ingress: [{ protocol: "tcp", fromPort: 80 * step, toPort: 80 * step, cidrBlocks: ["10.0.0.0/8"] }],
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [`10.${step}.0.0/16`] }],
    },
    { ignoreChanges: ["ingress[0].fromPort", "ingress[0].toPort", "egress[*].cidrBlocks"] },
);
