import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface LoadBalancerArgs {
    /** The VPC, and subnets in at least two of its zones that the internet can reach. */
    network: { vpcId: pulumi.Input<string>; publicSubnetIds: pulumi.Input<pulumi.Input<string>[]> };
    /** Port on which targets listen. */
    port: number;
    /** Path that answers 200 when a target can serve. */
    healthPath: string;
    /** ACM certificate of this region. Without one it is a trial: plain HTTP. */
    certificateArn?: string;
    /** Bucket for the access logs, which load balancers may write to already. */
    logBucket: pulumi.Input<string>;
}

/** TLS 1.2 and 1.3 only; AWS's recommendation for listeners. */
const sslPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06";
/** Pulumi adds 8 characters to the names of load balancers and target groups, and AWS allows 32. */
const maxNameLength = 24;

/** The way in: HTTPS, with plain HTTP sent there. It reaches what wears the security group `targetSecurityGroupId`. */
export class LoadBalancer extends pulumi.ComponentResource {
    readonly url: pulumi.Output<string>;
    /** For the service that answers, known once a listener forwards to it: before that ECS would refuse it. */
    readonly targetGroupArn: pulumi.Output<string>;
    /** Names the load balancer and the target group in metrics of requests per target. */
    readonly resourceLabel: pulumi.Output<string>;
    /** Worn by targets: lets the load balancer reach them. */
    readonly targetSecurityGroupId: pulumi.Output<string>;

    constructor(name: string, args: LoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:edge:LoadBalancer", name, {}, opts);
        if (name.length > maxNameLength) {
            throw new Error(`LoadBalancer: name is ${name}; use at most ${maxNameLength} characters.`);
        }
        const { certificateArn } = args;
        const child = { parent: this };
        const { balancer, targets } = this.guard(name, args);
        const made = new aws.lb.LoadBalancer(
            name,
            {
                loadBalancerType: "application",
                subnets: args.network.publicSubnetIds,
                securityGroups: [balancer],
                dropInvalidHeaderFields: true,
                enableDeletionProtection: true,
                accessLogs: { bucket: args.logBucket, enabled: true },
            },
            child,
        );
        const group = new aws.lb.TargetGroup(
            name,
            {
                vpcId: args.network.vpcId,
                targetType: "ip",
                protocol: "HTTP",
                port: args.port,
                loadBalancingAlgorithmType: "least_outstanding_requests",
                // Seconds that running requests get before their target is stopped.
                deregistrationDelay: 30,
                healthCheck: {
                    path: args.healthPath,
                    matcher: "200",
                    // Seconds: a target that fails is out of service within half a minute.
                    interval: 10,
                    timeout: 5,
                    healthyThreshold: 2,
                    unhealthyThreshold: 3,
                },
            },
            child,
        );
        const forward = { type: "forward", targetGroupArn: group.arn };
        const redirect = {
            type: "redirect",
            redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
        };
        const http = new aws.lb.Listener(
            `${name}-http`,
            {
                loadBalancerArn: made.arn,
                port: 80,
                protocol: "HTTP",
                defaultActions: [certificateArn ? redirect : forward],
            },
            child,
        );
        const secure = { loadBalancerArn: made.arn, port: 443, protocol: "HTTPS", sslPolicy, certificateArn };
        const listener = certificateArn
            ? new aws.lb.Listener(`${name}-https`, { ...secure, defaultActions: [forward] }, child)
            : http;
        this.url = pulumi.interpolate`${certificateArn ? "https" : "http"}://${made.dnsName}`;
        this.targetGroupArn = pulumi.all([group.arn, listener.arn]).apply(([arn]) => arn);
        this.resourceLabel = pulumi.interpolate`${made.arnSuffix}/${group.arnSuffix}`;
        this.targetSecurityGroupId = targets;
        this.registerOutputs({ url: this.url, targetGroupArn: this.targetGroupArn });
    }

    /** Anyone may call the load balancer; it may call its targets on their port, and nothing else. */
    private guard(name: string, { network: { vpcId }, port: targetPort, certificateArn }: LoadBalancerArgs) {
        const child = { parent: this };
        const group = (suffix: string, description: string) =>
            new aws.ec2.SecurityGroup(`${name}-${suffix}`, { vpcId, description }, child).id;
        const balancer = group("balancer", "The load balancer");
        const targets = group("targets", "May be called by the load balancer");
        for (const port of certificateArn ? [80, 443] : [80]) {
            new aws.vpc.SecurityGroupIngressRule(
                `${name}-balancer-${port}`,
                {
                    securityGroupId: balancer,
                    cidrIpv4: "0.0.0.0/0",
                    ipProtocol: "tcp",
                    fromPort: port,
                    toPort: port,
                },
                child,
            );
        }
        const inner = { ipProtocol: "tcp", fromPort: targetPort, toPort: targetPort };
        new aws.vpc.SecurityGroupEgressRule(
            `${name}-balancer`,
            { ...inner, securityGroupId: balancer, referencedSecurityGroupId: targets },
            child,
        );
        new aws.vpc.SecurityGroupIngressRule(
            `${name}-targets`,
            { ...inner, securityGroupId: targets, referencedSecurityGroupId: balancer },
            child,
        );
        return { balancer, targets };
    }
}
