import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { fargateService, type FargateServiceArgs } from "../parts/fargate-service.ts";
import { byProcessor } from "../parts/scaling.ts";
import { alarms } from "./pgbouncer/alarms.ts";

export interface PgBouncerArgs extends Pick<
    FargateServiceArgs,
    "network" | "cluster" | "task" | "minTasks" | "maxTasks"
> {
    /** What the private domain starts with: `<prefix>.internal`. */
    prefix: string;
    /** Port on which the poolers listen. */
    port: number;
    /** Worn by what may connect to the active generation of the database, and to the next. */
    database: { clientSecurityGroupId: pulumi.Input<string> };
    /** Log group of the poolers: their metrics are made of what they write. */
    logGroupName: pulumi.Input<string>;
    /** Told when clients wait for connections. */
    alertsTopicArn: pulumi.Input<string>;
}

/**
 * PgBouncers behind one private name: many clients share few connections to the database. Each task is in DNS as long as
 * it is healthy; a client that loses one asks again and finds another.
 */
export class PgBouncer extends pulumi.ComponentResource {
    readonly serviceName: pulumi.Output<string>;
    /** The one name; its addresses live for 5 seconds. */
    readonly host: string;
    readonly port: number;
    /** Worn by what may connect. */
    readonly clientSecurityGroupId: pulumi.Output<string>;

    constructor(name: string, args: PgBouncerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:PgBouncer", name, {}, opts);
        const { prefix, port, network } = args;
        const child = { parent: this };
        const { server, client } = this.openTo(name, network.vpcId, port);
        const domain = { name: `${prefix}.internal`, vpc: network.vpcId };
        const namespace = new aws.servicediscovery.PrivateDnsNamespace(name, domain, child);
        const record = { ttl: 5, type: "A" };
        const registry = new aws.servicediscovery.Service(
            name,
            {
                name,
                // Up to eight at random: a client that takes the first is one of many who take another.
                dnsConfig: {
                    namespaceId: namespace.id,
                    dnsRecords: [record],
                    routingPolicy: "MULTIVALUE",
                },
                // ECS says who is healthy. The number is fixed, and left out it is a change at every deployment.
                healthCheckCustomConfig: { failureThreshold: 1 },
            },
            child,
        );
        const service = fargateService(this, name, {
            ...args,
            says: "Poolers",
            securityGroupIds: [server, args.database.clientSecurityGroupId],
            // One process on one core: more tasks are the only way to more.
            measures: () => ({ cpu: byProcessor(60) }),
            found: { serviceRegistries: { registryArn: registry.arn } },
        });
        alarms(this, name, args);
        this.serviceName = service.name;
        this.host = `${name}.${domain.name}`;
        this.port = port;
        this.clientSecurityGroupId = client;
        this.registerOutputs({ serviceName: this.serviceName, host: this.host });
    }

    private openTo(name: string, vpcId: pulumi.Input<string>, port: number) {
        const child = { parent: this };
        const group = (end: string, description: string) =>
            new aws.ec2.SecurityGroup(`${name}-${end}`, { vpcId, description }, child).id;
        const server = group("server", "The poolers");
        const client = group("client", "May connect to the poolers");
        const rule = { ipProtocol: "tcp", fromPort: port, toPort: port };
        const inward = { ...rule, securityGroupId: server, referencedSecurityGroupId: client };
        const outward = { ...rule, securityGroupId: client, referencedSecurityGroupId: server };
        new aws.vpc.SecurityGroupIngressRule(`${name}-server`, inward, child);
        new aws.vpc.SecurityGroupEgressRule(`${name}-client`, outward, child);
        return { server, client };
    }
}
