import { isObject, type Properties } from "../values.ts";

const MANAGED = "Managed by Pulumi";

/** Inputs that the AWS provider fills in itself when they are left out. Source: resource overrides of pulumi-aws 7. */
const DEFAULTS: Record<string, Properties> = {
    "aws:apigateway/apiKey": { description: MANAGED },
    "aws:appsync/apiKey": { description: MANAGED },
    "aws:docdb/subnetGroup": { description: MANAGED },
    "aws:ec2/securityGroup": { description: MANAGED },
    "aws:elasticache/parameterGroup": { description: MANAGED },
    "aws:elasticache/subnetGroup": { description: MANAGED },
    "aws:mediapackage/channel": { description: MANAGED },
    "aws:neptune/subnetGroup": { description: MANAGED },
    "aws:rds/clusterParameterGroup": { description: MANAGED },
    "aws:rds/optionGroup": { optionGroupDescription: MANAGED },
    "aws:rds/parameterGroup": { description: MANAGED },
    "aws:rds/subnetGroup": { description: MANAGED },
    "aws:redshift/parameterGroup": { description: MANAGED },
    "aws:redshift/subnetGroup": { description: MANAGED },
    "aws:route53/zone": { comment: MANAGED },
};

export function withDefaults(type: string, inputs: Properties): Properties {
    const module = type.split(":").slice(0, 2).join(":");
    const result: Properties = { ...inputs };
    for (const [key, value] of Object.entries(DEFAULTS[module] ?? {})) result[key] ??= value;
    if (module === "aws:rds/parameterGroup" && Array.isArray(result.parameters)) {
        result.parameters = result.parameters.map((one) =>
            isObject(one) ? { applyMethod: "immediate", ...one } : one,
        );
    }
    return result;
}
