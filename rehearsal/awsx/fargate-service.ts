import type { Properties, Value } from "../values.ts";
import { Arguments } from "./arguments.ts";
import { createChild, idOf, outputOf, referenceTo } from "./child.ts";
import { findDefaultVpc, openGroup } from "./default-vpc.ts";
import type { ConstructContext, Expansion } from "./expansion.ts";
import { createTask, taskArguments } from "./fargate-task.ts";
import type { Task } from "./fargate-task.ts";
import { derive, unlinked } from "./links.ts";

/** What the plugin hands on to `aws.ecs.Service` as it is. */
const PASSED_ON = [
    "alarms",
    "availabilityZoneRebalancing",
    "capacityProviderStrategies",
    "cluster",
    "deploymentCircuitBreaker",
    "deploymentConfiguration",
    "deploymentController",
    "deploymentMaximumPercent",
    "deploymentMinimumHealthyPercent",
    "desiredCount",
    "enableEcsManagedTags",
    "enableExecuteCommand",
    "forceDelete",
    "forceNewDeployment",
    "healthCheckGracePeriodSeconds",
    "iamRole",
    "loadBalancers",
    "name",
    "networkConfiguration",
    "placementConstraints",
    "platformVersion",
    "propagateTags",
    "region",
    "schedulingStrategy",
    "serviceConnectConfiguration",
    "serviceRegistries",
    "sigintRollback",
    "tags",
    "taskDefinition",
    "triggers",
    "volumeConfiguration",
    "vpcLatticeConfigurations",
];
const OWN = [
    "assignPublicIp",
    "continueBeforeSteadyState",
    "taskDefinitionArgs",
    "useClusterDefaultCapacityProviderStrategy",
];
const EITHER_OR: [string, string][] = [
    ["taskDefinition", "taskDefinitionArgs"],
    ["networkConfiguration", "assignPublicIp"],
    ["capacityProviderStrategies", "useClusterDefaultCapacityProviderStrategy"],
];

/** The task definition that the service makes for itself: a component of its own under the service. */
async function createOwnTask(
    args: Arguments,
    name: string,
    context: ConstructContext,
): Promise<Task | undefined> {
    if (args.values.taskDefinitionArgs === undefined) return undefined;
    const values = args.spelledOut(args.values.taskDefinitionArgs, "taskDefinitionArgs");
    const { urn } = await context.register({
        type: "awsx:ecs:FargateTaskDefinition",
        name,
        custom: false,
        parent: context.urn,
        inputs: {},
        dependencies: [],
        propertyDependencies: {},
        aliases: [{ type: "awsx:x:ecs:FargateTaskDefinition" }],
    });
    return createTask(taskArguments(name, values), name, { ...context, urn });
}

/** Without a network of its own the service goes into the default VPC, behind a group that is open to all. */
async function defaultNetwork(args: Arguments, name: string, context: ConstructContext): Promise<Value> {
    const { vpcId, publicSubnetIds, privateSubnetIds } = await findDefaultVpc(context);
    const draft = { description: "Managed by Pulumi", ...openGroup(vpcId) };
    const group = await createChild(context, "aws:ec2/securityGroup:SecurityGroup", `${name}-sg`, draft);
    const assignPublicIp = args.values.assignPublicIp ?? false;
    const subnets = derive(assignPublicIp, (isPublic) => {
        if (!isPublic && privateSubnetIds.length === 0) {
            throw args.error(
                "the default VPC has no private subnets; set assignPublicIp or give networkConfiguration.",
            );
        }
        return isPublic ? publicSubnetIds : privateSubnetIds;
    });
    return { subnets, assignPublicIp, securityGroups: [idOf(group)] };
}

/** awsx:ecs:FargateService: a service, and the task definition, roles, log group and security group it lacks. */
export async function expandFargateService(
    name: string,
    inputs: Properties,
    context: ConstructContext,
): Promise<Expansion> {
    const args = new Arguments("awsx:ecs:FargateService", name, inputs, [...PASSED_ON, ...OWN]);
    for (const [one, other] of EITHER_OR) {
        if (inputs[one] && inputs[other]) throw args.error(`use ${one} or ${other}, not both.`);
    }
    const task = await createOwnTask(args, name, context);
    const taskDefinition = task ? outputOf(task.definition, "arn") : inputs.taskDefinition;
    if (taskDefinition === undefined)
        throw args.error("taskDefinition is missing; give it, or taskDefinitionArgs.");
    const usesProviders =
        inputs.capacityProviderStrategies || args.known("useClusterDefaultCapacityProviderStrategy");
    const passedOn = Object.fromEntries(PASSED_ON.map((key) => [key, inputs[key]]));
    const service = await createChild(context, "aws:ecs/service:Service", name, {
        ...passedOn,
        desiredCount: inputs.desiredCount ?? 1,
        networkConfiguration: inputs.networkConfiguration ?? (await defaultNetwork(args, name, context)),
        launchType: usesProviders ? undefined : "FARGATE",
        loadBalancers: inputs.loadBalancers ?? task?.loadBalancers,
        waitForSteadyState: derive(inputs.continueBeforeSteadyState ?? false, (goesOn) => !goesOn),
        taskDefinition,
    });
    const { values, links } = unlinked({
        service: referenceTo(service),
        taskDefinition: task && referenceTo(task.definition),
    });
    return { state: values, stateDependencies: links, outputs: {} };
}
