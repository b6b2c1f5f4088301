import { Generations } from "../../../scripts/lib/local-generations.ts";
import { asSuperuser } from "../../../scripts/lib/local-roles.ts";
import { Ledger } from "../../../scripts/lib/local-ledger.ts";
import { switchTo } from "../../../functions/switch/switch.ts";
import type { SwitchWorld } from "../../../functions/switch/world.ts";
import { busyness } from "../../support/busy.ts";
import { emptyMoto, motoProgram } from "../../support/moto.ts";
import { needsServers } from "../../support/pooler.ts";
import { skipUnless } from "../../support/skip.ts";
import { until } from "../../support/until.ts";

const LEASE_SECONDS = 1.5 * busyness;

/** For a suite: two generations, two poolers with their agents, and the table between them. The tests go on from each other. */
export function onGenerations() {
    let generations: Generations;
    let serving = "a";

    before(async function () {
        this.timeout(300_000);
        needsServers(this);
        const program = motoProgram();
        skipUnless(this, program, "no moto: npm run servers");
        const port = await emptyMoto(program!);
        generations = await Generations.start(`http://127.0.0.1:${port}`, LEASE_SECONDS);
        for (const instance of ["a", "b"]) await Ledger.prepare(generations, instance);
        await Promise.all(["one", "two"].map((task) => generations.startPooler(task)));
    });
    after(() => generations?.stop());

    const other = () => (serving === "a" ? "b" : "a");
    const run = async (
        own: Partial<SwitchWorld> = {},
        to = other(),
        { deadlineSeconds = 10, leaveWrites = Number.MAX_SAFE_INTEGER, isLost = false } = {},
    ) => {
        const asked = { action: "switch" as const, to, deadlineSeconds, leaveWrites, isLost };
        const answer = await switchTo(generations.world(own), asked);
        serving = answer.to.instance;
        return answer;
    };
    /** Starts a run, and ends it at this step as a machine that stops does: it says and does nothing more. */
    const dyingAt = async (name: string, isLost = false) => {
        let died = () => {};
        const dead = new Promise<void>((resolve) => (died = resolve));
        let isDead = false;
        const never = new Promise<never>(() => undefined);
        const world = generations.world();
        const step = async (step: string) => {
            if (step !== name) return;
            isDead = true;
            died();
            await never;
        };
        const wait = (milliseconds: number) =>
            world.wait(milliseconds).then(() => (isDead ? never : undefined));
        const asked = { action: "switch" as const, to: other(), deadlineSeconds: 10, isLost };
        const leaveWrites = Number.MAX_SAFE_INTEGER;
        const ended = switchTo({ ...world, step, wait }, { ...asked, leaveWrites });
        await Promise.race([dead, ended]);
    };
    const load = async (clients: number) => {
        for (const instance of ["a", "b"])
            await asSuperuser(generations.server(instance), ["DELETE FROM done"]);
        const ports = [...generations.poolers.values()].map(({ port }) => port);
        const login = await generations.login("application");
        const ledger = new Ledger({ clients, ports, login, restMs: 40 });
        await ledger.until(2 * clients);
        return ledger;
    };
    /** How the poolers say that they are, by task. */
    const states = async () => {
        const rows = await generations.world().table.rows();
        return Object.fromEntries(
            rows
                .filter(({ task }) => generations.service.running.includes(task))
                .map(({ task, state, instance }) => [task, `${state} ${instance}`]),
        );
    };
    /** What they say besides, one after the other. */
    const words = async () => (await generations.world().table.rows()).map(({ says = "" }) => says);
    const soon = (holds: () => Promise<boolean>) =>
        until(holds, async () => `${holds}. ${JSON.stringify(await states())}`);
    const allRunningOn = (instance: string) =>
        soon(async () => Object.values(await states()).every((one) => one === `running ${instance}`));
    const setServing = (instance: string) => void (serving = instance);
    return {
        run,
        dyingAt,
        load,
        states,
        words,
        soon,
        allRunningOn,
        other,
        setServing,
        serving: () => serving,
        all: () => generations,
    };
}
