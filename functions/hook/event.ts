/** What a deployment of ECS is told by: goes into every line of the log. */
export interface Deployment<S extends Stage = Stage> {
    /** ARN of the service deployment. */
    deployment: string;
    service: string;
    /** ARN of the service revision that comes in. */
    revision: string;
    /** Of this call of the hook. */
    execution: string;
    stage: S;
}

/** When a hook is called: before there is a new task; once the tests' rule leads to it and no user; once all users do. */
type Stage = "PRE_SCALE_UP" | "POST_TEST_TRAFFIC_SHIFT" | "POST_PRODUCTION_TRAFFIC_SHIFT";

/**
 * What ECS sends to a hook at one of these stages (Developer Guide, "Lambda hooks", "Lifecycle payloads"), or an error that
 * says what is wrong with it.
 */
export function readEvent<S extends Stage>(event: unknown, ...stages: S[]): Deployment<S> {
    const { executionId, lifecycleStage, resourceArn, executionDetails } = mapOf(event);
    const { serviceArn, targetServiceRevisionArn } = mapOf(executionDetails);
    const stage = stages.find((one) => one === lifecycleStage);
    const faults = [
        ...(stage ? [] : [`lifecycleStage is ${show(lifecycleStage)}; use ${stages.join(" or ")}`]),
        ...wrong("executionId", executionId, /./, "its identifier"),
        ...wrong(
            "resourceArn",
            resourceArn,
            /^arn:[^:]+:ecs:.*:service-deployment\//,
            "a service deployment",
        ),
        ...wrong("executionDetails.serviceArn", serviceArn, /^arn:[^:]+:ecs:.*:service\//, "a service"),
        ...wrong(
            "executionDetails.targetServiceRevisionArn",
            targetServiceRevisionArn,
            /^arn:[^:]+:ecs:.*:service-revision\//,
            "a service revision",
        ),
    ];
    if (faults.length > 0 || !stage) throw new Error(`The event is not ECS's: ${faults.join(". ")}.`);
    return {
        deployment: resourceArn as string,
        service: serviceArn as string,
        revision: targetServiceRevisionArn as string,
        execution: executionId as string,
        stage,
    };
}

function wrong(key: string, value: unknown, form: RegExp, what: string): string[] {
    if (typeof value === "string" && form.test(value)) return [];
    return [`${key} is ${show(value)}; use that of ${what}`];
}

function mapOf(value: unknown): Record<string, unknown> {
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function show(value: unknown): string {
    return value === undefined ? "missing" : JSON.stringify(value).slice(0, 100);
}
