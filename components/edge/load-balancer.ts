import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { guard } from "./load-balancer/guard.ts";
import { testHeader, waysOf, type Ways } from "./load-balancer/ways.ts";

export interface LoadBalancerArgs {
    /** The VPC, and subnets in at least two of its zones that the internet can't reach. */
    network: { vpcId: pulumi.Input<string>; privateSubnetIds: pulumi.Input<pulumi.Input<string>[]> };
    /** Port on which targets listen. */
    port: number;
    /** Path that answers 200 when a target can serve. */
    healthPath: string;
    /** ACM certificate of this region. Without one it is a trial: plain HTTP. */
    certificates: { certificateArn?: pulumi.Input<string> | undefined };
    /** The name in it that users call; "" without one. */
    domain: string;
    /** Bucket for the access logs, which load balancers may write to already. */
    logBucket: pulumi.Input<string>;
}

/** TLS 1.2 and 1.3 only; AWS's recommendation for listeners. */
const sslPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06";
/**
 * Seconds after which it ends a connection on which nothing is sent, AWS's own default: so a WebSocket sends a ping, or
 * anything else, every 30 or less, from either end. Pings of HTTP/2 don't count (Elastic Load Balancing User Guide, "Edit
 * attributes for your Application Load Balancer").
 */
const idleSeconds = 60;
/** Seconds after which a client has to connect anew, AWS's own default, so that none keeps to an old address for days. */
const clientKeepAlive = 3600;
/** Pulumi adds 8 characters to the names of load balancers and target groups, and AWS allows 32: `<name>-alternate`. */
const maxNameLength = 14;

/**
 * Leads from the CDN to one of two versions, which wear `targetSecurityGroupId`. It has no public address: besides the CDN,
 * what wears `callerSecurityGroupId` may call it.
 */
export class LoadBalancer extends pulumi.ComponentResource {
    /** For the CDN. */
    readonly origin: { arn: pulumi.Output<string>; dnsName: pulumi.Output<string> };
    /** Seconds without a byte after which it ends a connection, of clients and of targets. */
    readonly idleSeconds = idleSeconds;
    /** For the service that answers. */
    readonly ways: Ways;
    /** Where the next version answers before users reach it, for whoever sends the header. */
    readonly test: {
        url: pulumi.Output<string>;
        /** Of the certificate, if there is one. */
        serverName: pulumi.Input<string>;
        header: string;
        value: pulumi.Output<string>;
    };
    /** What the load balancer and its groups of targets are called in metrics. */
    readonly measured: {
        loadBalancer: pulumi.Output<string>;
        targetGroups: { primary: pulumi.Output<string>; alternate: pulumi.Output<string> };
    };
    /** Worn by targets: lets the load balancer reach them. */
    readonly targetSecurityGroupId: pulumi.Output<string>;
    /** Worn by what calls it inside of the VPC. */
    readonly callerSecurityGroupId: pulumi.Output<string>;

    constructor(name: string, args: LoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:edge:LoadBalancer", name, {}, opts);
        if (name.length > maxNameLength) {
            throw new Error(`LoadBalancer: name is ${name}; use at most ${maxNameLength} characters.`);
        }
        const { domain } = args;
        const { certificateArn } = args.certificates;
        const child = { parent: this };
        const { vpcId, privateSubnetIds: subnets } = args.network;
        const port = certificateArn ? 443 : 80;
        const security = guard(this, name, { vpcId, port, targetPort: args.port });
        const made = new aws.lb.LoadBalancer(
            name,
            {
                ...{ loadBalancerType: "application", internal: true, subnets },
                securityGroups: [security.balancer],
                dropInvalidHeaderFields: true,
                enableDeletionProtection: true,
                idleTimeout: idleSeconds,
                clientKeepAlive,
                accessLogs: { bucket: args.logBucket, enabled: true },
            },
            child,
        );
        const nowhere = {
            type: "fixed-response",
            fixedResponse: { statusCode: "404", contentType: "text/plain", messageBody: "Not found" },
        };
        const spoken = certificateArn
            ? { port, protocol: "HTTPS", sslPolicy, certificateArn }
            : { port, protocol: "HTTP" };
        // One for both: a trial that gets its name keeps the rules of it, which ECS knows by their ARNs and is told of once.
        const listener = new aws.lb.Listener(
            `${name}-listener`,
            { loadBalancerArn: made.arn, ...spoken, defaultActions: [nowhere] },
            { ...child, aliases: ["https", "http"].map((one) => ({ name: `${name}-${one}` })) },
        );
        const { hex: testValue } = new random.RandomId(`${name}-test`, { byteLength: 16 }, child);
        const served = { ...args, vpcId, listenerArn: listener.arn, testValue };
        const { ways, groups } = waysOf(this, name, served);
        const url = pulumi.interpolate`${certificateArn ? "https" : "http"}://${made.dnsName}`;
        this.origin = { arn: made.arn, dnsName: made.dnsName };
        this.ways = ways;
        const serverName = domain || made.dnsName;
        this.test = { url, serverName, header: testHeader, value: testValue };
        this.measured = {
            loadBalancer: made.arnSuffix,
            targetGroups: { primary: groups[0].arnSuffix, alternate: groups[1].arnSuffix },
        };
        this.targetSecurityGroupId = security.targets;
        this.callerSecurityGroupId = security.callers;
        this.registerOutputs({ dnsName: made.dnsName });
    }
}
