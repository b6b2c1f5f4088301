import { hasUnknown, isObject, plain, UNKNOWN } from "../values.ts";
import type { Properties, Value } from "../values.ts";
import { Arguments } from "./arguments.ts";
import { createChild, idOf, outputOf, referenceTo } from "./child.ts";
import type { Child } from "./child.ts";
import { findDefaultVpc, openGroup } from "./default-vpc.ts";
import type { ConstructContext, Expansion } from "./expansion.ts";
import { derive, link, linksOf, unlinked } from "./links.ts";
import type { Draft } from "./links.ts";

/** What the plugin hands on to `aws.lb.LoadBalancer` as it is. */
const PASSED_ON = [
    "accessLogs",
    "clientKeepAlive",
    "connectionLogs",
    "customerOwnedIpv4Pool",
    "desyncMitigationMode",
    "dnsRecordClientRoutingPolicy",
    "dropInvalidHeaderFields",
    "enableDeletionProtection",
    "enableHttp2",
    "enablePrefixForIpv6SourceNat",
    "enableTlsVersionAndCipherSuiteHeaders",
    "enableWafFailOpen",
    "enableXffClientPort",
    "enableZonalShift",
    "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
    "healthCheckLogs",
    "idleTimeout",
    "internal",
    "ipAddressType",
    "ipamPools",
    "minimumLoadBalancerCapacity",
    "name",
    "namePrefix",
    "preserveHostHeader",
    "region",
    "secondaryIpsAutoAssignedPerSubnet",
    "securityGroups",
    "subnetMappings",
    "tags",
    "xffHeaderProcessingMode",
];
const OWN = [
    "subnetIds",
    "defaultTargetGroup",
    "defaultTargetGroupPort",
    "defaultSecurityGroup",
    "listener",
    "listeners",
];

async function vpcOfSubnet(list: Value, context: ConstructContext): Promise<Value> {
    if (hasUnknown(list)) return link(UNKNOWN, linksOf(list));
    const known = plain(list);
    const first = Array.isArray(known) ? known[0] : undefined;
    const id = (isObject(first) ? first.subnetId : first) ?? null;
    const subnet = await context.invoke("aws:ec2/getSubnet:getSubnet", { id });
    return link(subnet.vpcId ?? null, linksOf(list));
}

async function place(args: Arguments, context: ConstructContext): Promise<{ vpcId: Value; subnets?: Value }> {
    const { subnetIds, subnetMappings } = args.values;
    if (args.values.subnets !== undefined) {
        throw args.refusal("subnets", "it would have to read the state of each; give their ids as subnetIds");
    }
    if (subnetIds && subnetMappings) throw args.error("use subnetIds or subnetMappings, not both.");
    if (subnetIds) return { vpcId: await vpcOfSubnet(subnetIds, context), subnets: subnetIds };
    if (subnetMappings) return { vpcId: await vpcOfSubnet(subnetMappings, context) };
    const { vpcId, publicSubnetIds } = await findDefaultVpc(context);
    return { vpcId, subnets: publicSubnetIds };
}

/** Port and protocol of a listener, each found from the other where only one is given. */
function protocolOf(listener: Properties | undefined, defaultPort?: Value): Draft {
    const { port, protocol } = listener ?? {};
    if (port && protocol) return { port, protocol };
    if (port) return { port, protocol: derive(port, (known) => (known === 443 ? "HTTPS" : "HTTP")) };
    if (protocol) return { protocol, port: derive(protocol, (known) => (known === "HTTPS" ? 443 : 80)) };
    return { port: defaultPort ?? 80, protocol: "HTTP" };
}

function listenersOf(args: Arguments): Properties[] | undefined {
    const { listener, listeners } = args.values;
    if (listener && listeners) throw args.error("use listener or listeners, not both.");
    if (listener) return [args.spelledOut(listener, "listener")];
    if (listeners === undefined) return undefined;
    if (!Array.isArray(listeners)) throw args.refusal("listeners", "it is not a plain list");
    return listeners.map((item, index) => args.spelledOut(item, `listeners[${index}]`));
}

/** The group that the load balancer gets when the program names none. */
async function createGroup(args: Arguments, name: string, vpcId: Value, context: ConstructContext) {
    const given = args.spelledOut(args.values.defaultSecurityGroup, "defaultSecurityGroup");
    if (args.values.securityGroups || args.knownAt<boolean>(given.skip, "defaultSecurityGroup.skip"))
        return {};
    if (given.args && given.securityGroupId) {
        throw args.error("use defaultSecurityGroup.args or defaultSecurityGroup.securityGroupId, not both.");
    }
    if (given.securityGroupId) return { id: given.securityGroupId };
    const own = given.args ? args.spelledOut(given.args, "defaultSecurityGroup.args") : openGroup(vpcId);
    const draft = { description: "Managed by Pulumi", ...own };
    const group = await createChild(context, "aws:ec2/securityGroup:SecurityGroup", name, draft);
    return { id: idOf(group), group };
}

/** A type that was once called by the service's older name. */
function former(kind: string): { formerTypes: string[] } {
    return { formerTypes: [`aws:elasticloadbalancingv2/${kind}`] };
}

/** awsx:lb:ApplicationLoadBalancer: the load balancer, a security group, a target group and listeners. */
export async function expandLoadBalancer(
    name: string,
    inputs: Properties,
    context: ConstructContext,
): Promise<Expansion> {
    const args = new Arguments("awsx:lb:ApplicationLoadBalancer", name, inputs, [
        ...PASSED_ON,
        ...OWN,
        "subnets",
    ]);
    const { vpcId, subnets } = await place(args, context);
    const wanted = listenersOf(args);
    const { id: groupId, group } = await createGroup(args, name, vpcId, context);
    const passedOn = Object.fromEntries(PASSED_ON.map((key) => [key, inputs[key]]));
    const draft: Draft = { ...passedOn, subnets, loadBalancerType: "application" };
    if (groupId !== undefined) draft.securityGroups = [groupId];
    const balancerType = "aws:lb/loadBalancer:LoadBalancer";
    const balancer = await createChild(
        context,
        balancerType,
        name,
        draft,
        former("loadBalancer:LoadBalancer"),
    );

    if (inputs.defaultTargetGroup !== undefined && inputs.defaultTargetGroupPort !== undefined) {
        throw args.error("use defaultTargetGroup or defaultTargetGroupPort, not both.");
    }
    // With exactly one entry in `listeners` the plugin gives the target group no port.
    const leader =
        inputs.listeners === undefined ? wanted?.[0] : wanted?.length === 1 ? undefined : wanted?.[0];
    const bare = inputs.listeners !== undefined && wanted?.length === 1;
    const protocol = bare ? {} : protocolOf(leader, inputs.defaultTargetGroupPort);
    const targetArgs = args.spelledOut(inputs.defaultTargetGroup, "defaultTargetGroup");
    const targetDraft = { vpcId, targetType: "ip", ...protocol, ...targetArgs };
    const targetType = "aws:lb/targetGroup:TargetGroup";
    const target = await createChild(
        context,
        targetType,
        name,
        targetDraft,
        former("targetGroup:TargetGroup"),
    );

    const listeners: Child[] = [];
    for (const [index, listener] of (wanted ?? [{}]).entries()) {
        const own = inputs.listeners === undefined ? protocol : protocolOf(listener);
        const listenerDraft: Draft = {
            defaultActions: [{ type: "forward", targetGroupArn: outputOf(target, "arn") ?? null }],
            ...own,
            ...listener,
            loadBalancerArn: outputOf(balancer, "arn"),
        };
        const type = "aws:lb/listener:Listener";
        const options = former("listener:Listener");
        listeners.push(await createChild(context, type, `${name}-${index}`, listenerDraft, options));
    }
    const { values, links } = unlinked({
        loadBalancer: referenceTo(balancer),
        defaultSecurityGroup: group && referenceTo(group),
        defaultTargetGroup: referenceTo(target),
        listeners: listeners.map(referenceTo),
        vpcId,
    });
    return { state: values, stateDependencies: links, outputs: {} };
}
