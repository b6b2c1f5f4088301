/**
 * Runs beside PgBouncer in the pooler's container, and leads it to the generation of the database that serves.
 *
 *     node index.cjs where   before PgBouncer starts: writes into its settings where it leads to
 *     node index.cjs run     then: pauses and moves it as the record of the switch says
 */
import { setTimeout as wait } from "node:timers/promises";
import { hurried, SwitchTable } from "../switch/table.ts";
import { Agent } from "./agent.ts";
import { Console } from "./console.ts";
import { Ini } from "./ini.ts";
import { follow } from "./lead.ts";
import { EVERY_MINUTE, metrics } from "./metrics.ts";
import { placeFrom, taskOf, type Place } from "./place.ts";
import { fenceOf } from "./server.ts";

/** Milliseconds for which a start waits for a table that does not answer. */
const PATIENCE = 10_000;
/** Between two questions at the start, and after a fault. */
const AGAIN = 100;

async function main(): Promise<void> {
    const place = placeFrom(process.env);
    const table = new SwitchTable(hurried(2), place.table);
    const agent = new Agent({ place, task: await taskOf(process.env), table, log });
    const ini = new Ini(place);
    await (process.argv[2] === "where" ? where(place, agent, ini) : run(place, agent, ini));
}

function log(entry: object): void {
    console.log(JSON.stringify(entry));
}

async function where(place: Place, agent: Agent, ini: Ini): Promise<void> {
    const { deployed } = place;
    const begun = performance.now();
    while (!(await agent.read())) {
        if (performance.now() - begun > PATIENCE) {
            // Harmless where it is wrong: the fence lets nobody in.
            return log({ where: deployed.instance, why: "the switch can't be asked; this one is deployed" });
        }
        await wait(AGAIN);
    }
    for (;;) {
        const decision = await agent.decision();
        if (decision.do === "lead") {
            ini.leadTo(decision.to);
            return log({ where: decision.to.instance });
        }
        const says = "why" in decision ? decision.why : "a switch is under way";
        await agent.say({ state: "waiting", instance: deployed.instance, says });
        await wait(AGAIN);
        await agent.read();
    }
}

async function run(place: Place, agent: Agent, ini: Ini): Promise<never> {
    const pgbouncer = new Console(place.folder, ini.listenPort(), [place.database, place.reader.database]);
    const means = { console: pgbouncer, ini, ask: fenceOf.bind(undefined, place) };
    let measured = performance.now();
    for (;;) {
        try {
            await agent.read();
            const { at, ...done } = await follow(await agent.decision(), means);
            await agent.say({ ...done, instance: agent.nameOf(at) });
            agent.tell("follow");
            if (performance.now() - measured > EVERY_MINUTE) {
                measured = performance.now();
                log(await metrics(pgbouncer, place.prefix, new Date()));
            }
            await agent.rest(done.state);
        } catch (error) {
            agent.tell("follow", error);
            await wait(AGAIN);
        }
    }
}

void main();
