import {
    addresses,
    balancer,
    everybody,
    facing,
    gatewayOf,
    group,
    inline,
    lets,
    listener,
    machine,
    moved,
    publicDatabase,
    routed,
    rule,
    type Edit,
} from "./edits.ts";

/** A way in that somebody could make by mistake. */
export interface Hole {
    says: string;
    /** What it takes, each of it needed: without any one of these there is no way in. */
    steps: Record<string, Edit>;
    /** What can be reached then, and nothing else. */
    opens: string;
    /** What the path leads through: what was planted. */
    through: string[];
}

/** Those that packets come through. */
export const holesInTheNetwork: Hole[] = [
    {
        says: "a second load balancer, that the internet faces",
        steps: {
            it: balancer("second", {}, rule({ cidrBlocks: ["0.0.0.0/0"] })),
            "its port": listener("second", 443),
        },
        opens: "load balancer second, port 443",
        through: ["internet gateway network", "subnet network-public-2", "security group second (0.0.0.0/0)"],
    },
    {
        says: "a load balancer that lets in two halves of the internet",
        steps: {
            it: balancer("halves", {}, rule({ cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] })),
            "its port": listener("halves", 443),
        },
        opens: "load balancer halves, port 443",
        through: ["security group halves (0.0.0.0/1)", "security group halves (128.0.0.0/1)"],
    },
    {
        says: "a range of ports that holds the one that is listened to",
        steps: {
            it: balancer("range", {}, rule({ cidrBlocks: ["0.0.0.0/0"] }, 8000, 9000)),
            "its port": listener("range", 8443),
        },
        opens: "load balancer range, port 8443",
        through: ["security group range (0.0.0.0/0)"],
    },
    {
        says: "a network load balancer without a security group",
        steps: { it: balancer("bare", { loadBalancerType: "network" }), "its port": listener("bare", 5432) },
        opens: "load balancer bare, port 5432",
        through: ["no security group"],
    },
    {
        says: "the load balancer with a public address, for the CDN's list only: anybody's CloudFront may call it",
        steps: {
            address: facing,
            subnets: moved("aws:lb/loadBalancer", "web", (inputs, subnets) => (inputs.subnets = subnets)),
        },
        opens: "load balancer web, port 443",
        through: ["subnet network-public-1"],
    },
    {
        says: "tasks with public addresses, and a group that lets in everybody",
        steps: {
            addresses: addresses("app"),
            subnets: moved("aws:ecs/service", "app", (inputs, subnets) => {
                inputs.networkConfiguration.subnets = subnets;
            }),
            rule: lets("web-targets", 8080, everybody),
        },
        opens: "service app, port 8080",
        through: ["subnet network-public-1", "security group web-targets (0.0.0.0/0)"],
    },
    {
        says: "a task that an event starts, with a public address",
        steps: {
            it: moved("aws:cloudwatch/eventTarget", "restore-proof", ({ ecsTarget }, subnets) => {
                Object.assign(ecsTarget.networkConfiguration, { subnets, assignPublicIp: true });
            }),
            rule: lets("restore-proof", 5432, everybody),
        },
        opens: "event target restore-proof, port 5432",
        through: ["security group restore-proof (0.0.0.0/0)"],
    },
    {
        says: "a private route table that leads to the internet gateway, and a group that lets in everything inside of it",
        steps: {
            addresses: addresses("worker"),
            route: (scene) => {
                scene.change("aws:ec2/route", "network-private-1", (inputs) => {
                    delete inputs.natGatewayId;
                    inputs.gatewayId = gatewayOf(scene);
                });
            },
            group: (scene) =>
                scene.change(group, "worker", (inputs) => {
                    inputs.ingress = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];
                }),
        },
        opens: "service worker, every port",
        through: ["route table network-private-1", "security group worker (0.0.0.0/0)"],
    },
    {
        says: "a public database, in a subnet that got a route to the gateway",
        steps: {
            address: publicDatabase,
            route: routed("network-isolated-1"),
            rule: lets("postgres-a-server", 5432, everybody),
        },
        opens: "instance postgres-a, port 5432",
        through: ["route table network-isolated-1", "security group postgres-a-server (0.0.0.0/0)"],
    },
    {
        says: "a public database in a subnet that fell back to the network's main route table, which leads out",
        steps: {
            address: publicDatabase,
            "no table of its own": (scene) =>
                scene.remove("aws:ec2/routeTableAssociation", "network-isolated-2"),
            "main table": (scene) => {
                const defaultRouteTableId: unknown = scene.output(
                    "aws:ec2/vpc",
                    "network",
                    "mainRouteTableId",
                );
                const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId: gatewayOf(scene) }];
                scene.add("aws:ec2/defaultRouteTable", "main", { defaultRouteTableId, routes });
            },
            rule: lets("postgres-a-server", 5432, { cidrIpv4: "203.0.113.7/32" }),
        },
        opens: "instance postgres-a, port 5432",
        through: ["default route table main", "security group postgres-a-server (203.0.113.7/32)"],
    },
    {
        says: "IPv6, by which tasks without a public address have one all the same",
        steps: {
            block: (scene) =>
                scene.change("aws:ec2/subnet", "network-private-1", (inputs) => {
                    inputs.ipv6CidrBlock = "2600:1f18:1:100::/64";
                }),
            route: routed("network-private-1", { destinationIpv6CidrBlock: "::/0" }),
            rule: lets("web-targets", 8080, { cidrIpv6: "::/0" }),
        },
        opens: "service app, port 8080",
        through: ["route table network-private-1", "security group web-targets (::/0)"],
    },
    {
        says: "a machine in a public subnet that chose no group, and the default one opened inside of itself",
        steps: { it: machine({}), group: inline },
        opens: "instance machine, port 22",
        through: ["default security group network (0.0.0.0/0)"],
    },
    {
        says: "an Elastic IP for a machine that had no public address",
        steps: {
            it: machine({ associatePublicIpAddress: false }),
            address: (scene) =>
                void scene.add("aws:ec2/eip", "machine", { instance: "planted-instance-machine" }),
            group: inline,
        },
        opens: "instance machine, port 22",
        through: ["subnet network-public-1"],
    },
    {
        says: "a route to another network",
        steps: {
            it: routed("network-isolated-1", {
                gatewayId: undefined,
                transitGatewayId: "tgw-0123456789abcdef0",
            }),
        },
        opens: "route table network-isolated-1",
        through: ["whoever is behind tgw-0123456789abcdef0 (transitGatewayId)"],
    },
];
