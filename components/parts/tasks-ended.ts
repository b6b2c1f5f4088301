import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { here, type Account } from "./rights.ts";

interface EndedArgs extends Account {
    cluster: { arn: pulumi.Input<string> };
    /** The name of all revisions of the task. */
    family: string;
    /** Whose tasks they are. */
    says: string;
}

/** Tasks that end by themselves within five minutes, before somebody is told: one may be an accident, three are not. */
const maxEnded = 2;

/**
 * What an alarm on tasks that crash, or never start, looks at. EventBridge counts them: to a deployment of ECS a task that
 * was there for a moment has started.
 */
export function tasksEnded(parent: pulumi.Resource, name: string, args: EndedArgs) {
    const prefix = here(args, "ecs", `task-definition/${args.family}:`);
    const rule = new aws.cloudwatch.EventRule(
        name,
        {
            description: `Tasks of ${args.says} that ended by themselves`,
            eventPattern: pulumi.jsonStringify({
                source: ["aws.ecs"],
                "detail-type": ["ECS Task State Change"],
                detail: {
                    clusterArn: [args.cluster.arn],
                    taskDefinitionArn: [{ prefix }],
                    lastStatus: ["STOPPED"],
                    stopCode: ["EssentialContainerExited", "TaskFailedToStart"],
                },
            }),
        },
        { parent },
    );
    return {
        says: `More than ${maxEnded} tasks of ${args.says} ended by themselves within five minutes; their last lines are in the log.`,
        ...{ namespace: "AWS/Events", metricName: "TriggeredRules", statistic: "Sum" },
        dimensions: { RuleName: rule.name },
        ...{ period: 300, evaluationPeriods: 1, datapointsToAlarm: 1 },
        threshold: maxEnded,
    };
}
