import { GetParametersCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { asked, type Cloud } from "./cloud.ts";
import type { Environment } from "./environment.ts";
import { Stopped } from "./stack-update.ts";
import { plain } from "./table.ts";
import type { World } from "./world.ts";

/** Hours that an environment stays awake for a release: a canary, its bake, and a look at it. */
export const RELEASE_HOURS = 4;
/** Minutes in which it has to be awake; its own alarm rings after an hour. */
const PATIENCE_MINUTES = 45;
/** Seconds between two looks; the function takes a step every minute. */
const LOOK_SECONDS = 15;

/** What functions/sleep writes. */
export interface State {
    is: "awake" | "falling asleep" | "asleep" | "waking";
    says: string;
}

interface Seen {
    /** Undefined where nothing sleeps. */
    state: State | undefined;
    awakeUntil: Date;
}

/**
 * Asks for the environment to be awake for so many hours, and waits until it is. It takes back nobody's longer time. False
 * where nothing sleeps.
 */
export async function wake(
    { name, stack }: Pick<Environment, "name" | "stack">,
    cloud: Cloud,
    hours: number,
    world: World,
): Promise<boolean> {
    const { state, awakeUntil } = await seen(cloud, name);
    if (state === undefined) return false;
    const until = new Date(Date.now() + hours * 3_600_000);
    // Not by "earlier": what somebody wrote by hand may be no time.
    if (!(awakeUntil >= until)) await put(cloud, `/${name}/awake-until`, until.toISOString());
    let now: State | undefined = state;
    let said = "";
    for (let seconds = 0; now?.is !== "awake"; seconds += LOOK_SECONDS) {
        if (seconds >= PATIENCE_MINUTES * 60)
            throw new Stopped(
                `${stack} is ${now?.is ?? "gone"} after ${PATIENCE_MINUTES} minutes: ${now?.says ?? ""}. docs/runbooks/sleep.md says what to do. Nothing was deployed.`,
            );
        const says = plain(`${now?.is ?? "gone"}: ${now?.says ?? ""}`);
        if (says !== said) world.err(`wake: ${stack} is ${says}`);
        said = says;
        await world.pause(LOOK_SECONDS);
        ({ state: now } = await seen(cloud, name));
    }
    return true;
}

/** Where an environment is that is not awake; nothing of one that is, or that never sleeps. */
export async function sleepOf(cloud: Cloud, name: string): Promise<State | undefined> {
    const { state } = await seen(cloud, name);
    return state?.is === "awake" ? undefined : state;
}

async function seen(cloud: Cloud, name: string): Promise<Seen> {
    const [state, until] = ["sleep", "awake-until"].map((one) => `/${name}/${one}`) as [string, string];
    const { Parameters = [] } = await asked(
        "ssm:GetParameters",
        cloud.parameters().send(new GetParametersCommand({ Names: [state, until] })),
    );
    const valueOf = (one: string) => Parameters.find(({ Name }) => Name === one)?.Value;
    const written = valueOf(state);
    return {
        state: written === undefined ? undefined : (JSON.parse(written) as State),
        awakeUntil: new Date(valueOf(until) ?? 0),
    };
}

async function put(cloud: Cloud, Name: string, Value: string): Promise<void> {
    const command = new PutParameterCommand({ Name, Value, Type: "String", Overwrite: true });
    await asked("ssm:PutParameter", cloud.parameters().send(command));
}
