import type { ChildRegistration, ConstructContext } from "../../../rehearsal/awsx/expansion.ts";
import { UNKNOWN } from "../../../rehearsal/values.ts";
import type { Properties, Value } from "../../../rehearsal/values.ts";

const ACCOUNT = "123456789012";
const REGISTRY = `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`;

/** What the stand-in cloud adds to the inputs of a resource; the recordings were made with the same. */
function outputsOf(type: string, name: string, inputs: Properties): Properties {
    const common = { ...inputs, name: inputs.name ?? `${name}-1234567`, arn: `arn:${type}/${name}` };
    const extra: Record<string, Properties> = {
        "aws:ec2/eip:Eip": { allocationId: `eipalloc-${name}` },
        "aws:ec2/vpc:Vpc":
            inputs.assignGeneratedIpv6CidrBlock === true ? { ipv6CidrBlock: "2600:1f18:aa:7700::/56" } : {},
        "aws:ecr/repository:Repository": { repositoryUrl: `${REGISTRY}/${name}` },
        "docker-build:index:Image": { ref: `${REGISTRY}/repo:tag@sha256:abcd`, digest: "sha256:abcd" },
    };
    return { ...common, ...extra[type] };
}

function idOf(type: string, name: string): string {
    return `${type} ${name} id`;
}

/** Answers of the stand-in cloud: three zones, one default network, one registry. */
function answer(token: string, args: Properties): Properties {
    switch (token) {
        case "aws:index/getAvailabilityZones:getAvailabilityZones":
            return {
                names: ["a", "b", "c"].map((letter) => `${String(args.region ?? "us-east-1")}${letter}`),
            };
        case "aws:ecr/getAuthorizationToken:getAuthorizationToken":
            return { proxyEndpoint: `https://${REGISTRY}`, userName: "AWS", password: "simulated" };
        case "aws:index/getRegion:getRegion":
            return { name: "us-east-1", region: "us-east-1", id: "us-east-1" };
        case "aws:index/getCallerIdentity:getCallerIdentity":
            return { accountId: ACCOUNT };
        case "aws:ec2/getVpc:getVpc":
            return { id: "vpc-default" };
        case "aws:ec2/getSubnets:getSubnets":
            return { ids: ["subnet-public", "subnet-private"] };
        case "aws:ec2/getSubnet:getSubnet":
            return {
                id: args.id ?? "",
                vpcId: "vpc-of-subnet",
                mapPublicIpOnLaunch: args.id === "subnet-public",
            };
        case "pulumi:pulumi:getResource":
            return { urn: args.urn ?? "", id: "tg-id", state: { arn: "arn:tg", port: 80 } };
        default:
            throw new Error(`The stand-in cloud has no answer to ${token}.`);
    }
}

function urnOf(type: string, name: string, parent?: string): string {
    const above = parent?.split("::")[2];
    return `urn:pulumi:dev::project::${above ? `${above}$` : ""}${type}::${name}`;
}

export interface Recorder extends ConstructContext {
    children: ChildRegistration[];
    warnings: string[];
}

/** An engine that registers whatever it is asked to and remembers it. */
export function recorder(type: string, name: string, preview = false): Recorder {
    const children: ChildRegistration[] = [];
    const warnings: string[] = [];
    return {
        urn: urnOf(type, name),
        preview,
        children,
        warnings,
        register: async (child) => {
            children.push(child);
            const id: Value = preview ? UNKNOWN : idOf(child.type, child.name);
            const outputs = preview ? child.inputs : outputsOf(child.type, child.name, child.inputs);
            return { urn: urnOf(child.type, child.name, child.parent), id, outputs };
        },
        invoke: async (token, args) => answer(token, args),
        warn: (message) => void warnings.push(message),
    };
}
