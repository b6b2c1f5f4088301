// A remote component's outputs are inputs elsewhere; what is left out of its arguments it decides itself.
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";

const repository = new awsx.ecr.Repository("app", { forceDelete: true });
new awsx.ecr.Repository("bare", { lifecyclePolicy: { skip: true } });
new aws.ssm.Parameter("url", { type: "String", value: repository.url });
export const url = repository.url;
