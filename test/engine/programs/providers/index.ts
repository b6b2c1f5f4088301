// A resource uses its own provider, its component's, or the default one that stack settings configure.
import * as aws from "@pulumi/aws";
import * as random from "@pulumi/random";
import * as pulumi from "@pulumi/pulumi";

const west = new aws.Provider("west", { region: "us-west-2" });
const east = new aws.Provider("east", { region: "us-east-1", allowedAccountIds: ["123456789012"] });
const dice = new random.Provider("dice");

const box = new pulumi.ComponentResource(
    "programs:index:Box",
    "box",
    {},
    { providers: { aws: west, random: dice } },
);
const inner = new pulumi.ComponentResource("programs:index:Box", "inner", {}, { parent: box });
new aws.sns.Topic("from-map", {}, { parent: inner });
new random.RandomId("from-map", { byteLength: 4 }, { parent: inner });
new aws.sns.Topic("own", {}, { parent: box, provider: east });
new aws.sns.Topic("default");
export const region = aws.getRegionOutput({}, { parent: inner }).region;
