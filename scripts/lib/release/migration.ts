import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeTasksCommand, type ServiceDeployment } from "@aws-sdk/client-ecs";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { asked, AwsRefusal, type Cloud } from "../cloud.ts";
import { lastWords } from "./last-words.ts";
import type { Place } from "./place.ts";

/** Where the gate writes down who migrates, or was the last to (functions/gate/lock.ts). */
const Key = marshall({ about: "migrations", at: "turn" });

/**
 * How the migrations of a deployment ended, unless well. ECS says of them no more than that the gate failed; what can't be
 * read is no reason to say nothing else.
 */
export async function ofMigration(
    cloud: Cloud,
    { cluster, announcements: TableName }: Place,
    { serviceDeploymentArn }: ServiceDeployment,
): Promise<string[]> {
    if (TableName === undefined) return [];
    try {
        const kept = cloud.tables().send(new GetItemCommand({ TableName, Key }));
        const { Item } = await asked("dynamodb:GetItem", kept);
        const turn = Item && (unmarshall(Item) as { deployment: string; task?: string });
        if (turn?.task === undefined || turn.deployment !== serviceDeploymentArn) return [];
        const question = new DescribeTasksCommand({ cluster, tasks: [turn.task] });
        const [task] = (await asked("ecs:DescribeTasks", cloud.ecs().send(question))).tasks ?? [];
        const isWell = task?.containers?.every(({ exitCode }) => exitCode === 0);
        return task === undefined || isWell ? [] : await lastWords(cloud, task, "The migration");
    } catch (error) {
        if (!(error instanceof AwsRefusal)) throw error;
        return [`How the migrations ended can't be read. ${error.message}`];
    }
}
