/**
 * The gate: lets no deployment start tasks while a rollback alarm is red, or before its migrations are done. ECS calls it
 * before it scales up, again while it says IN_PROGRESS, and not when it goes back (Developer Guide, "Lambda hooks": only
 * traffic shifts have hooks then). Whatever it can't tell, it refuses.
 */
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { patience } from "../hook/deployment.ts";
import { readEvent } from "../hook/event.ts";
import { inTime, type Context } from "../hook/in-time.ts";
import { reasonOf } from "../hook/reason.ts";
import { judge } from "./gate.ts";
import { readSettings } from "./settings.ts";
import { refused, type Answer } from "./world.ts";

/** Seconds until ECS asks again. */
const AGAIN_SECONDS = 15;

interface Told {
    hookStatus: Answer["hookStatus"];
    callBackDelay?: number;
}

/** What AWS Lambda calls. */
export function handler(event: unknown, context: Context = {}): Promise<Told> {
    return answered(event, process.env, context);
}

/** The same, where somebody says what is set, and what time it is. */
export async function answered(
    event: unknown,
    env: NodeJS.ProcessEnv,
    context: Context,
    now = () => new Date(),
    print: (line: string) => void = console.log,
): Promise<Told> {
    let about: object = {};
    let answer: Answer;
    try {
        const deployment = readEvent(event, "PRE_SCALE_UP");
        about = deployment;
        const how = { region: env.AWS_REGION, ...patience };
        const clients = {
            ecs: new ECSClient(how),
            cloudwatch: new CloudWatchClient(how),
            dynamo: new DynamoDBClient(how),
        };
        const asked = { ...readSettings(env), ...deployment, ...clients, now };
        answer = await inTime(judge(asked), context);
    } catch (error) {
        answer = refused(reasonOf(error));
    }
    const { hookStatus, why } = answer;
    print(JSON.stringify({ ...about, verdict: hookStatus, why }));
    return { hookStatus, ...(hookStatus === "IN_PROGRESS" && { callBackDelay: AGAIN_SECONDS }) };
}
