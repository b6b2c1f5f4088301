import { ExecuteCommandCommand } from "@aws-sdk/client-ecs";
import { asked, AwsRefusal, type Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import type { World } from "../world.ts";

const PLUGIN = "session-manager-plugin";
/** What is started in the container: images/console/Dockerfile has it there. */
const ENTRY = "/usr/local/bin/node /app/index.cjs session";
const SECONDS_BETWEEN_TRIES = 5;
/** Seconds that the agent of a task may take from "running" until it can be reached. Not measured against AWS. */
const REACHED_WITHIN = 60;

/** Refuses before anything starts when a session could not be entered from here. */
export async function checkPlugin(world: World): Promise<void> {
    if ((await world.run(PLUGIN, ["--version"])).code !== 127) return;
    throw new Refusal(
        `There is no ${PLUGIN} on PATH, which carries the session; install it, and run the same command: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html`,
    );
}

/** Hands this terminal to psql in the container, until either ends. */
export async function enter(
    cloud: Cloud,
    { cluster, task, container }: { cluster: string; task: string; container: string },
    world: World,
): Promise<number> {
    const question = { cluster, task, container, command: ENTRY, interactive: true };
    for (let waited = 0; ; waited += SECONDS_BETWEEN_TRIES) {
        const call = cloud.ecs().send(new ExecuteCommandCommand(question));
        const answer = await asked("ecs:ExecuteCommand", call).catch((error: unknown) => {
            // Its agent says that it runs before it can be reached (aws/containers-roadmap#187).
            const isSoon = error instanceof AwsRefusal && error.code === "TargetNotConnectedException";
            if (isSoon && waited < REACHED_WITHIN) return undefined;
            throw error;
        });
        if (answer === undefined) {
            await world.pause(SECONDS_BETWEEN_TRIES);
            continue;
        }
        const { sessionId, streamUrl, tokenValue } = answer.session ?? {};
        const session = { SessionId: sessionId, StreamUrl: streamUrl, TokenValue: tokenValue };
        // As the AWS CLI and Copilot start it. The token opens this one session, once.
        return world.attach(PLUGIN, [JSON.stringify(session), cloud.region, "StartSession"]);
    }
}
