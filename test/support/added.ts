import { estimate, type Estimate } from "../../scripts/lib/cost/estimate.ts";
import { Graph, type Known } from "../../scripts/lib/cost/graph.ts";
import { pricesIn } from "../../scripts/lib/cost/price.ts";
import { usageIn } from "../../scripts/lib/cost/usage.ts";
import { settingsOf } from "../../bench/other-settings.ts";

const usage = usageIn("production", JSON.stringify(settingsOf("production")["airworthy:usage"]));

/** A resource of us-east-1, as a program may add it. */
export function added(
    type: string,
    inputs: Known["inputs"],
    from: Known["propertyDependencies"] = {},
): Known {
    const urn = `urn:pulumi:live::shop::${type}::more`;
    const rest = { custom: true, external: false, parent: undefined, provider: undefined };
    return {
        ...rest,
        urn,
        type,
        name: "more",
        inputs: { region: "us-east-1", ...inputs },
        propertyDependencies: from,
    };
}

/** What these cost by themselves, as used as production ships. */
export function costOf(...resources: Known[]): Estimate {
    return estimate(new Graph(resources), usage, pricesIn());
}

/** Two tasks of one vCPU. */
export function tasksOf(settings: Known["inputs"], definition: Known["inputs"] = {}): Known[] {
    const sizes = { cpu: "1024", memory: "2048" };
    const task = added("aws:ecs/taskDefinition:TaskDefinition", { ...sizes, ...definition });
    const inputs = { desiredCount: 2, ...settings };
    return [added("aws:ecs/service:Service", inputs, { taskDefinition: [task.urn] }), task];
}

export function databaseOf(inputs: Known["inputs"]): Known[] {
    const size = { instanceClass: "db.t4g.medium", storageType: "gp3", allocatedStorage: 100 };
    return [added("aws:rds/instance:Instance", { engine: "postgres", ...size, ...inputs })];
}

/** An alarm on a formula over one metric, or on none. */
export function alarmOf(expression: string, ...metrics: string[]): Known[] {
    const read = metrics.map((metricName) => ({ metric: { namespace: "AWS/SQS", metricName, period: 60 } }));
    return [added("aws:cloudwatch/metricAlarm:MetricAlarm", { metricQueries: [{ expression }, ...read] })];
}
