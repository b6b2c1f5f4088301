// A resource's method is a call with the resource as `__self__`.
import * as aws from "@pulumi/aws";

const provider = new aws.Provider("provider", { region: "eu-west-1" });
export const config = provider.terraformConfig();
