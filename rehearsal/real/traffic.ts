import { isObject, type Properties, type Value } from "../values.ts";

const SERVICE = "aws:ecs/service:Service";
const RULE = "aws:lb/listenerRule:ListenerRule";
/** Those of ECS's strategies in which users move to another group of targets. */
const MOVING = ["BLUE_GREEN", "CANARY", "LINEAR"];

/**
 * What ECS moves by itself, and nobody told Pulumi: with each new version the other group of targets serves, and the rules
 * that lead there have other weights (aws/containers-roadmap#2853). The one thing that this cloud remembers.
 */
export class Traffic {
    /** ARNs of services, and of listener rules, that are not as they were made. */
    private readonly moved = new Set<string>();
    /** The task definition that each service runs, by its name. */
    private readonly running = new Map<string, Value>();

    /** Notes what was made or changed; `old` is what it was before. */
    deployed(type: string, id: string, now: Properties, old?: Properties): void {
        if (type !== SERVICE) return;
        this.running.set(id.split("/").at(-1)!, now.taskDefinition ?? "");
        const { strategy } = objectOf(now.deploymentConfiguration);
        if (old === undefined || old.taskDefinition === now.taskDefinition) return;
        if (!MOVING.includes(String(strategy))) return;
        const rules = balancersOf(now).flatMap(({ advancedConfiguration }) => {
            const { productionListenerRule, testListenerRule } = objectOf(advancedConfiguration);
            return [productionListenerRule, testListenerRule].map(String);
        });
        for (const one of [id, ...rules]) if (!this.moved.delete(one)) this.moved.add(one);
    }

    /** What somebody sees who looks at it now. */
    seen(type: string, id: string, state: Properties): Properties {
        if (!this.moved.has(id)) return state;
        if (type === RULE) return { ...state, actions: listOf(state.actions).map(swappedWeights) };
        return type === SERVICE ? { ...state, loadBalancers: balancersOf(state).map(swappedGroups) } : state;
    }

    /** What ECS says of a service, where the cloud alone could only make something up. */
    answer(token: string, args: Properties): Properties | undefined {
        const taskDefinition = this.running.get(String(args.serviceName));
        if (token !== "aws:ecs/getService:getService" || taskDefinition === undefined) return undefined;
        return { taskDefinition };
    }
}

function swappedWeights(action: Value): Value {
    const { forward, ...rest } = objectOf(action);
    const groups = listOf(objectOf(forward).targetGroups).map(objectOf);
    const weights = groups.map(({ weight }) => weight ?? 0).reverse();
    const targetGroups = groups.map((group, at) => ({ ...group, weight: weights[at]! }));
    return { ...rest, forward: { ...objectOf(forward), targetGroups } };
}

function swappedGroups({ targetGroupArn, advancedConfiguration, ...rest }: Properties): Properties {
    const { alternateTargetGroupArn, ...others } = objectOf(advancedConfiguration);
    const advanced = { ...others, alternateTargetGroupArn: targetGroupArn! };
    return { ...rest, targetGroupArn: alternateTargetGroupArn!, advancedConfiguration: advanced };
}

function balancersOf({ loadBalancers }: Properties): Properties[] {
    return listOf(loadBalancers).map(objectOf);
}

function listOf(value: Value | undefined): Value[] {
    return Array.isArray(value) ? value : [];
}

function objectOf(value: Value | undefined): Properties {
    return isObject(value) ? value : {};
}
