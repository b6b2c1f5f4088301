import type { Environment } from "../environment.ts";
import type { World } from "../world.ts";
import type { Reached } from "./evidence.ts";
import { mending, type Route } from "./routes.ts";

/** Says what to do about each way that did not lead to a person, and what comes next: 0 where all did. */
export function verdict(
    { stack }: Environment,
    ways: string[],
    routes: Route[],
    reached: Reached[],
    world: World,
): number {
    const deaf = ways.filter((way) => !routes.some((route) => route.way === way));
    const faults = [
        ...deaf.map(
            (way) => `Nobody listens to ${way}: pulumi up --stack ${stack} subscribes airworthy:alertEmail.`,
        ),
        ...routes.flatMap((route) => mending(route) ?? []),
        ...reached
            .filter(({ outcome }) => outcome === "not arrived")
            .map(
                ({ way, to }) =>
                    `${to} did not get what was sent to ${way}: look for it in spam, and at the service's own log.`,
            ),
    ];
    for (const fault of faults) world.err(`alarm-drill: ${fault}`);
    const next = `npm run alarm-drill -- --stack ${stack}`;
    world.err(faults.length > 0 ? `Next, when that is mended: ${next}` : `Next, in three months: ${next}`);
    return faults.length > 0 ? 1 : 0;
}
