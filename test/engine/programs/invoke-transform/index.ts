// An invoke transform changes the arguments of functions in plain and in output form.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

pulumi.runtime.registerInvokeTransform((args) =>
    args.token === "aws:index/getAvailabilityZones:getAvailabilityZones"
        ? { args: { ...args.args, state: "available" }, opts: args.opts }
        : undefined,
);
export const output = aws.getAvailabilityZonesOutput({ allAvailabilityZones: true }).state;
export const plain = aws.getAvailabilityZones({}).then((zones) => zones.state);
export const untouched = aws.getRegionOutput().region;
