// `retainOnDelete` is inherited from a component; what leaves the program in step 2 leaves the state but not
// the cloud.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const step = new pulumi.Config().requireNumber("step");
const kept = new pulumi.ComponentResource("programs:index:Kept", "kept", {}, { retainOnDelete: true });
new aws.s3.Bucket("stays", {}, { parent: kept });
if (step === 1) {
    new aws.s3.Bucket("retained", {}, { parent: kept });
    new aws.s3.Bucket("deleted", {}, { parent: kept, retainOnDelete: false });
}
