import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { outwardGroup } from "./outward-group.ts";
import { here, policyOf, toLog, trusting, type Account } from "./rights.ts";

/** A function that works inside the VPC, in the words of AWS Lambda. */
export interface VpcFunctionArgs extends Account {
    /** Name of the function; no other of the account and region may have it. */
    functionName: string;
    /** What it is for, in a few words: the description of its security group. */
    says: string;
    /** The function's code: `index.js` with `handler`; or an image, where it needs programs beside Node. */
    code: pulumi.Input<pulumi.asset.Archive> | { uri: pulumi.Input<string>; pushed: pulumi.Resource };
    /** Log group, of this account and region, of what the function prints. */
    logGroupName: pulumi.Input<string>;
    /** The VPC, and subnets that can call AWS and can't be called. */
    network: { vpcId: pulumi.Input<string>; privateSubnetIds: pulumi.Input<pulumi.Input<string>[]> };
    /** Worn besides its own, which opens the way to AWS's services: they open the way to what it works on. */
    securityGroupIds: pulumi.Input<string>[];
    /** What its role may do beyond its logs and its place in the VPC. */
    rights: aws.iam.PolicyStatement[];
    variables: Record<string, pulumi.Input<string>>;
    timeoutSeconds: number;
    /** @default 256, of which Node itself takes about half; CPU comes with it. */
    memoryMb?: number;
}

/** The function, which may do what `rights` says, and be called by whoever is allowed to. */
export function vpcFunction(
    parent: pulumi.Resource,
    name: string,
    args: VpcFunctionArgs,
): aws.lambda.Function {
    const child = { parent };
    const assumeRolePolicy = trusting("lambda.amazonaws.com");
    const role = new aws.iam.Role(name, { assumeRolePolicy }, child);
    const policy = policyOf([...base(args), ...args.rights]);
    const rights = new aws.iam.RolePolicy(name, { role: role.id, policy }, child);
    const { vpcId, privateSubnetIds: subnetIds } = args.network;
    const own = outwardGroup(parent, name, { vpcId, description: args.says });
    const { run, caFile, waits } = programOf(args.code);
    return new aws.lambda.Function(
        name,
        {
            name: args.functionName,
            architectures: ["arm64"],
            ...run,
            role: role.arn,
            timeout: args.timeoutSeconds,
            memorySize: args.memoryMb ?? 256,
            environment: {
                variables: { ...args.variables, NODE_EXTRA_CA_CERTS: caFile },
            },
            loggingConfig: { logFormat: "JSON", logGroup: args.logGroupName },
            vpcConfig: { subnetIds, securityGroupIds: [own, ...args.securityGroupIds] },
        },
        { parent, dependsOn: [rights, ...waits] },
    );
}

/** What runs, and where it finds RDS's authorities. */
function programOf(code: VpcFunctionArgs["code"]) {
    if ("uri" in code)
        return {
            run: { packageType: "Image", imageUri: code.uri },
            ...{ caFile: "/etc/ssl/rds.pem", waits: [code.pushed] },
        };
    // Lambda has, but does not load them (Developer Guide, "CA certificate loading").
    const [caFile, waits] = ["/var/runtime/ca-cert.pem", [] as pulumi.Resource[]];
    return { run: { runtime: "nodejs22.x", handler: "index.handler", code }, caFile, waits };
}

/** Its logs, and for Lambda, not for the code that it runs, the network interfaces. */
function base(args: VpcFunctionArgs): aws.iam.PolicyStatement[] {
    // As the Developer Guide asks under "Giving Lambda functions access to resources in an Amazon VPC", the denial, too.
    const actions = [
        "CreateNetworkInterface",
        "DeleteNetworkInterface",
        "DescribeNetworkInterfaces",
        "DescribeSubnets",
        "AssignPrivateIpAddresses",
        "UnassignPrivateIpAddresses",
    ];
    const inVpc = { Action: actions.map((action) => `ec2:${action}`), Resource: "*" };
    const self = { "lambda:SourceFunctionArn": here(args, "lambda", `function:${args.functionName}`) };
    return [
        toLog(args, args.logGroupName),
        { Effect: "Allow", ...inVpc },
        { Effect: "Deny", ...inVpc, Condition: { ArnEquals: self } },
    ];
}
