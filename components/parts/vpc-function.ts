import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { trusting } from "./trusting.ts";

/** A function that works inside the VPC, in the words of AWS Lambda. */
export interface VpcFunctionArgs {
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    region: string;
    /** Name of the function; no other of the account and region may have it. */
    functionName: string;
    /** What it is for, in a few words: the description of its security group. */
    says: string;
    /** The function's code: `index.js` with `handler`; or an image, where it needs programs beside Node. */
    code: pulumi.asset.Archive | { uri: pulumi.Input<string>; pushed: pulumi.Resource };
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
    const Statement = [...base(args), ...args.rights];
    const policy = pulumi.jsonStringify({ Version: "2012-10-17", Statement });
    const rights = new aws.iam.RolePolicy(name, { role: role.id, policy }, child);
    const { vpcId, privateSubnetIds: subnetIds } = args.network;
    const own = new aws.ec2.SecurityGroup(name, { vpcId, description: args.says }, child);
    // AWS's services answer on 443; nothing else is open from here.
    const way = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" };
    new aws.vpc.SecurityGroupEgressRule(name, { ...way, securityGroupId: own.id }, child);
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
            vpcConfig: { subnetIds, securityGroupIds: [own.id, ...args.securityGroupIds] },
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
function base({ accountId, region, ...args }: VpcFunctionArgs): aws.iam.PolicyStatement[] {
    const here = (service: string, rest: pulumi.Input<string>) =>
        pulumi.interpolate`arn:aws:${service}:${region}:${accountId}:${rest}`;
    const streams = here("logs", pulumi.interpolate`log-group:${args.logGroupName}:*`);
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
    const self = { "lambda:SourceFunctionArn": here("lambda", `function:${args.functionName}`) };
    return [
        { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: streams },
        { Effect: "Allow", ...inVpc },
        { Effect: "Deny", ...inVpc, Condition: { ArnEquals: self } },
    ];
}
