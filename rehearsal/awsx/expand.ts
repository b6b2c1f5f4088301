import { expandRepository } from "./repository.ts";
import { expandImage } from "./image.ts";
import { expandVpc } from "./vpc.ts";
import { expandDefaultVpc } from "./default-vpc.ts";
import { expandLoadBalancer } from "./load-balancer.ts";
import { expandFargateService } from "./fargate-service.ts";
import { expandFargateTask } from "./fargate-task.ts";
import type { Expand } from "./expansion.ts";

const EXPANSIONS: Record<string, Expand> = {
    "awsx:ec2:Vpc": expandVpc,
    "awsx:ec2:DefaultVpc": expandDefaultVpc,
    "awsx:ecr:Repository": expandRepository,
    "awsx:ecr:Image": expandImage,
    "awsx:lb:ApplicationLoadBalancer": expandLoadBalancer,
    "awsx:ecs:FargateService": expandFargateService,
    "awsx:ecs:FargateTaskDefinition": expandFargateTask,
};

/** How to expand a remote component of awsx 3.9.0, or nothing for a type that the rehearsal can't expand. */
export function expansionOf(type: string): Expand | undefined {
    return EXPANSIONS[type];
}
