import type { Scene } from "./scene.ts";

export type Edit = (scene: Scene) => void;

export const group = "aws:ec2/securityGroup";
const ingressRule = "aws:vpc/securityGroupIngressRule";
const instance = "aws:ec2/instance";
const zones = ["1", "2"];
export const subnetsOf = (scene: Scene, layer: string) =>
    zones.map((zone) => scene.id("aws:ec2/subnet", `network-${layer}-${zone}`));
export const vpcOf = (scene: Scene) => scene.id("aws:ec2/vpc", "network");
export const gatewayOf = (scene: Scene) => scene.id("aws:ec2/internetGateway", "network");

/** Lets somebody into a security group, by a rule that is a resource of its own. */
export const lets = (wearer: string, port: number, from: object): Edit => {
    return (scene) => {
        const ports = { ipProtocol: "tcp", fromPort: port, toPort: port };
        scene.add(ingressRule, wearer, { ...ports, securityGroupId: scene.id(group, wearer), ...from });
    };
};
export const everybody = { cidrIpv4: "0.0.0.0/0" };

export const routed = (table: string, to: object = { destinationCidrBlock: "0.0.0.0/0" }): Edit => {
    return (scene) => {
        const routeTableId = scene.id("aws:ec2/routeTable", table);
        scene.add("aws:ec2/route", table, { routeTableId, gatewayId: gatewayOf(scene), ...to });
    };
};

/** A load balancer and, where it has one, its group, which somebody is let into by a rule. */
export const balancer = (name: string, inputs: object, rule?: object): Edit => {
    return (scene) => {
        const securityGroups = rule && [scene.add(group, name, { vpcId: vpcOf(scene) })];
        if (rule)
            scene.add("aws:ec2/securityGroupRule", name, { securityGroupId: scene.id(group, name), ...rule });
        scene.add("aws:lb/loadBalancer", name, {
            subnets: subnetsOf(scene, "public"),
            securityGroups,
            ...inputs,
        });
    };
};
export const listener = (name: string, port: number): Edit => {
    return (scene) => {
        const loadBalancerArn = `planted-loadBalancer-${name}`;
        scene.add("aws:lb/listener", name, { loadBalancerArn, port, protocol: "HTTPS" });
    };
};
export const rule = (from: object, fromPort = 443, toPort = fromPort) => ({
    ...{ type: "ingress", protocol: "tcp", fromPort, toPort },
    ...from,
});

/** Gives the tasks of a service public addresses. */
export const addresses: (service: string) => Edit = (service) => (scene) =>
    scene.change("aws:ecs/service", service, ({ networkConfiguration }) => {
        networkConfiguration.assignPublicIp = true;
    });
export const moved = (kind: string, name: string, edit: (inputs: any, subnets: string[]) => void): Edit => {
    return (scene) => scene.change(kind, name, (inputs) => edit(inputs, subnetsOf(scene, "public")));
};
export const publicDatabase: Edit = (scene) =>
    scene.change("aws:rds/instance", "postgres-a", (inputs) => (inputs.publiclyAccessible = true));
export const facing: Edit = (scene) =>
    scene.change("aws:lb/loadBalancer", "web", (inputs) => (inputs.internal = false));
export const machine = (inputs: object): Edit => {
    return (scene) => {
        scene.add(instance, "machine", { subnetId: subnetsOf(scene, "public")[0], ...inputs });
    };
};
/** Into the group that whatever chose none wears. */
export const inline: Edit = (scene) =>
    scene.change("aws:ec2/defaultSecurityGroup", "network", (inputs) => {
        inputs.ingress = [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }];
    });
