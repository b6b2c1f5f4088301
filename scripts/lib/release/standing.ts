import {
    DescribeServiceDeploymentsCommand,
    DescribeServiceRevisionsCommand,
    DescribeServicesCommand,
    DescribeTaskDefinitionCommand,
    ListServiceDeploymentsCommand,
    type ContainerDefinition,
    type DeploymentConfiguration,
    type Service,
    type ServiceDeployment,
    type ServiceDeploymentBrief,
    type ServiceRevision,
    type TaskDefinition,
} from "@aws-sdk/client-ecs";
import { asked, type Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import type { Place } from "./place.ts";
import { healthOf, weightsOf, type Health } from "./traffic.ts";

/** A set of tasks of one task definition behind one target group, and what it gets of production's requests. */
export interface Revision {
    arn: string;
    taskDefinition: string;
    image: string;
    /** Percent. */
    share: number;
    /** Of its targets, and of those that are still to come where it gets requests. */
    health: Health;
}

/** Where an environment's releases stand, by ECS and by the load balancer's rule. */
export interface Standing {
    configuration: DeploymentConfiguration;
    /** Of the newest deployment: what it comes from, and what it goes to. */
    revisions: Revision[];
    /** The newest deployment. */
    newest: ServiceDeployment;
    /** The same, while it is not over. */
    flight: ServiceDeployment | undefined;
    /** The one that gets every request, if there is one. */
    serving: Revision | undefined;
}

const over = /^(SUCCESSFUL|STOPPED|ROLLBACK_SUCCESSFUL|ROLLBACK_FAILED)$/;

export async function standingOf(cloud: Cloud, place: Place): Promise<Standing> {
    const service = await serviceOf(cloud, place);
    const rule = service.loadBalancers?.[0]?.advancedConfiguration?.productionListenerRule;
    if (rule === undefined)
        throw new Refusal(
            `The service ${place.service} replaces its tasks one by one, and no rule leads to its revisions; set airworthy:release.strategy, and: pulumi up`,
        );
    const [last] = await pastOf(cloud, place, 1);
    if (last?.serviceDeploymentArn === undefined)
        throw new Refusal(
            `ECS has no deployment of ${place.service} within its 90 days; deploy it: pulumi up`,
        );
    const [newest = {}] = await deploymentsOf(cloud, [last.serviceDeploymentArn]);
    const arns = [...(newest.sourceServiceRevisions ?? []), newest.targetServiceRevision]
        .map((one) => one?.arn)
        .concat(newest.rollback?.serviceRevisionArn);
    const weights = await weightsOf(cloud, rule);
    const revisions: Revision[] = [];
    const all = await identified(cloud, service, [...new Set(arns)]);
    // Of two in one group the later: a deployment that replaces another ends what that one has begun there.
    const own = all.filter(({ group }, at) => all.findLastIndex((one) => one.group === group) === at);
    for (const { group, ...revision } of own) {
        const [share, health] = [weights.get(group) ?? 0, await healthOf(cloud, group)];
        // A task that has ended, or finds no place, is no target: what gets requests is to have as many as the service.
        const targets = share > 0 ? Math.max(health.targets, service.desiredCount ?? 0) : health.targets;
        revisions.push({ ...revision, share, health: { ...health, targets } });
    }
    return {
        ...{ configuration: service.deploymentConfiguration ?? {}, revisions, newest },
        flight: over.test(newest.status ?? "") ? undefined : newest,
        serving: revisions.find(({ share }) => share === 100),
    };
}

type Identity = Pick<Revision, "arn" | "taskDefinition" | "image"> & { group: string };
const identities = new WeakMap<Cloud, Map<string, Identity>>();

/** What never changes of a revision is asked once: AWS counts the calls, and a rollback's seconds count. */
async function identified(cloud: Cloud, service: Service, arns: (string | undefined)[]): Promise<Identity[]> {
    const known = identities.get(cloud) ?? new Map<string, Identity>();
    identities.set(cloud, known);
    const unknown = arns.filter((arn) => arn !== undefined && !known.has(arn));
    for (const revision of await revisionsOf(cloud, unknown)) {
        const { serviceRevisionArn: arn = "", taskDefinition = "" } = revision;
        const group = revision.resolvedConfiguration?.loadBalancers?.[0]?.targetGroupArn ?? "";
        const image = imageOf(await taskDefinitionOf(cloud, taskDefinition), service);
        known.set(arn, { arn, taskDefinition, image, group });
    }
    return arns.flatMap((arn) => known.get(arn ?? "") ?? []);
}

/** What the newest deployment was to bring. */
export function targetOf({
    revisions,
    newest,
}: Pick<Standing, "revisions" | "newest">): Revision | undefined {
    return revisions.find(({ arn }) => arn === newest.targetServiceRevision?.arn);
}

/** All of its tasks pass the load balancer's checks. */
export function isWell({ health }: Revision): boolean {
    return health.targets > 0 && health.healthy === health.targets;
}

type Own = Pick<Place, "cluster" | "service">;

export async function serviceOf(cloud: Cloud, { cluster, service }: Own): Promise<Service> {
    const question = new DescribeServicesCommand({ cluster, services: [service] });
    const { services } = await asked("ecs:DescribeServices", cloud.ecs().send(question));
    if (services?.[0] === undefined)
        throw new Refusal(`There is no service ${service} in the cluster ${cluster}; deploy it: pulumi up`);
    return services[0];
}

/** The newest first, as many as there are up to a limit; ECS keeps them for 90 days. */
export async function pastOf(cloud: Cloud, { cluster, service }: Own, limit: number) {
    const found: ServiceDeploymentBrief[] = [];
    for (
        let nextToken: string | undefined, isFirst = true;
        isFirst || nextToken !== undefined;
        isFirst = false
    ) {
        const maxResults = Math.min(100, limit);
        const question = new ListServiceDeploymentsCommand({ cluster, service, maxResults, nextToken });
        const answer = await asked("ecs:ListServiceDeployments", cloud.ecs().send(question));
        found.push(...(answer.serviceDeployments ?? []));
        nextToken = found.length < limit ? answer.nextToken : undefined;
    }
    const at = ({ createdAt }: ServiceDeploymentBrief) => createdAt?.getTime() ?? 0;
    return found.sort((a, b) => at(b) - at(a)).slice(0, limit);
}

/** In the order in which they were asked for; ECS describes 20 a call. */
export async function deploymentsOf(cloud: Cloud, arns: string[]): Promise<ServiceDeployment[]> {
    const found: ServiceDeployment[] = [];
    for (let at = 0; at < arns.length; at += 20) {
        const question = new DescribeServiceDeploymentsCommand({
            serviceDeploymentArns: arns.slice(at, at + 20),
        });
        const answer = await asked("ecs:DescribeServiceDeployments", cloud.ecs().send(question));
        found.push(...(answer.serviceDeployments ?? []));
    }
    return arns.flatMap((arn) => found.find((one) => one.serviceDeploymentArn === arn) ?? []);
}

export async function revisionsOf(cloud: Cloud, arns: (string | undefined)[]): Promise<ServiceRevision[]> {
    const serviceRevisionArns = arns.filter((arn) => arn !== undefined);
    if (serviceRevisionArns.length === 0) return [];
    const question = new DescribeServiceRevisionsCommand({
        serviceRevisionArns: serviceRevisionArns.slice(0, 20),
    });
    return (await asked("ecs:DescribeServiceRevisions", cloud.ecs().send(question))).serviceRevisions ?? [];
}

export async function taskDefinitionOf(cloud: Cloud, arn: string): Promise<TaskDefinition> {
    const question = new DescribeTaskDefinitionCommand({ taskDefinition: arn });
    return (await asked("ecs:DescribeTaskDefinition", cloud.ecs().send(question))).taskDefinition ?? {};
}

/** Its containers that do the work: not what stands beside them, and ends nothing when it ends. */
export function workingOf({ containerDefinitions = [] }: TaskDefinition): ContainerDefinition[] {
    return containerDefinitions.filter(({ essential }) => essential !== false);
}

/** The image of the container that answers requests. */
export function imageOf({ containerDefinitions = [] }: TaskDefinition, service: Service): string {
    const name = service.loadBalancers?.[0]?.containerName;
    return containerDefinitions.find((one) => one.name === name)?.image ?? "?";
}
