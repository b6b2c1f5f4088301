/**
 * Sends a test alarm by every way that alarms take to people, and waits until a person has it.
 *
 *     npm run alarm-drill -- --stack production
 */
import { keepDrill, type Reached } from "./lib/alarm-drill/evidence.ts";
import { routesOf, type Route } from "./lib/alarm-drill/routes.ts";
import { endDrill, sendDrill, type Way } from "./lib/alarm-drill/send.ts";
import { verdict } from "./lib/alarm-drill/verdict.ts";
import { signIn, type Cloud } from "./lib/cloud.ts";
import { answer, start, type Command, type Given } from "./lib/command.ts";
import { confirmed, yesOption } from "./lib/confirm.ts";
import { environmentOf, outputOf, stackOption, type Environment } from "./lib/environment.ts";
import type { World } from "./lib/world.ts";

const command: Command = {
    name: "alarm-drill",
    says: "Sends a test alarm to everybody whom alarms are sent to, pager and all, and waits until a person types the code in it.",
    example: "npm run alarm-drill -- --stack production",
    options: { ...stackOption, ...yesOption },
    exits: { good: "it arrived everywhere", faults: "it did not, and what to do is said" },
};

/** How often a code may be mistyped. */
const TRIES = 3;

async function acknowledged(route: Route, code: string, world: World): Promise<Reached["outcome"]> {
    for (let left = TRIES; left > 0; left--) {
        const typed = await world.ask(
            `The code that reached ${route.to} (${route.protocol}, ${route.way}), or nothing if none came: `,
        );
        if (typed?.trim() === code) return "arrived";
        if (!typed?.trim()) break;
        world.err(`alarm-drill: that is not the code of this drill; each has its own.`);
    }
    return "not arrived";
}

/** One way after the other: a code that came by another topic proves nothing of this one. */
async function drilled(
    cloud: Cloud,
    { name }: Environment,
    way: Way,
    routes: Route[],
    world: World,
): Promise<Reached[]> {
    const open = routes.filter(({ isConfirmed }) => isConfirmed);
    const lost = routes.filter(({ isConfirmed }) => !isConfirmed);
    const reached: Reached[] = lost.map((route) => ({ ...known(route), outcome: "not confirmed" }));
    if (open.length === 0) return reached;
    const code = await sendDrill(cloud, name, way);
    const sent = performance.now();
    try {
        world.err(`alarm-drill: ${name}-drill-${way.way} rings now; it takes a minute or two.`);
        for (const route of open) {
            const outcome = await acknowledged(route, code, world);
            const seconds = Math.round((performance.now() - sent) / 1000);
            reached.push({ ...known(route), outcome, ...(outcome === "arrived" && { seconds }) });
        }
    } finally {
        await endDrill(cloud, name, way);
    }
    return reached;
}

function known({ way, topicArn, protocol, to }: Route) {
    return { way, topicArn, protocol, to };
}

async function drill(given: Given, world: World): Promise<number> {
    const environment = await environmentOf(given.text("stack"), world);
    const cloud = await signIn(environment);
    const bucket = outputOf(environment, "evidenceBucket");
    const [alerts, pages, edge] = ["alertsTopicArn", "pageTopicArn", "edgeTopicArn"].map((one) =>
        outputOf(environment, one),
    ) as [string, string, string];
    // Where the edge's region is the environment's own, its alarms tell the same topic as the others.
    const topics = { alerts, pages, ...(edge !== alerts && { edge }) };
    const routes = await routesOf(cloud, topics);
    world.err(
        `alarm-drill: ${routes.map(({ way, to }) => `${way} to ${to}`).join(", ") || "nobody listens"}.`,
    );
    await confirmed(environment, given.flag("yes"), world);
    const begunAt = new Date().toISOString();
    const reached: Reached[] = [];
    for (const [way, topicArn] of Object.entries(topics)) {
        const own = routes.filter((route) => route.way === way);
        reached.push(...(await drilled(cloud, environment, { way, topicArn }, own, world)));
    }
    const told = { environment: environment.name, begunAt, endedAt: new Date().toISOString() };
    const key = await keepDrill(cloud, bucket, { format: 1, ...told, routes: reached, by: cloud.caller });
    for (const { way, to, outcome, seconds } of reached)
        world.out(`${way} to ${to}: ${outcome}${seconds === undefined ? "" : ` after ${seconds} s`}`);
    world.out(`Kept      s3://${bucket}/${key}`);
    return verdict(environment, Object.keys(topics), routes, reached, world);
}

export function main(argv: string[], world: World): Promise<number> {
    return answer(command, argv, world, (given) => drill(given, world));
}

start(import.meta.url, main);
