import path from "node:path";
import { switchTo } from "../functions/switch/switch.ts";
import { LEASE_SECONDS } from "../functions/switch/record.ts";
import { Generations } from "../scripts/lib/local-generations.ts";
import { Ledger } from "../scripts/lib/local-ledger.ts";
import { startMoto } from "../scripts/lib/local-moto.ts";
import { localVersion } from "../scripts/lib/local-pooler.ts";
import { MOTO } from "../scripts/lib/server-parts.ts";
import { median } from "./measure.ts";

const CLIENTS = 500;
const POOLERS = 2;
/** There and back, so many times. */
const ROUNDS = 3;
/** Between two transactions of a client: with 500 clients, a thousand transactions a second for two cores. */
const REST_MS = 500;
const DEADLINE_SECONDS = 10;

/**
 * Changes over and back while 500 clients write, one row a transaction, and holds their ledger against both generations.
 * All of it shares one machine, the simulated AWS too: the stall is longer than its parts would make it.
 */
export async function cutover(say: (line: string) => void): Promise<void> {
    const moto = await startMoto(path.resolve(MOTO.folder, "bin/moto_server"));
    try {
        const settings = ["max_connections = 120", "superuser_reserved_connections = 3"];
        const endpoint = `http://127.0.0.1:${moto.port}`;
        const generations = await Generations.start(endpoint, LEASE_SECONDS, settings);
        try {
            await measured(generations, say);
        } finally {
            await generations.stop();
        }
    } finally {
        moto.process.kill("SIGTERM");
    }
}

async function measured(generations: Generations, say: (line: string) => void): Promise<void> {
    for (const instance of ["a", "b"]) await Ledger.prepare(generations, instance);
    const numbers = { defaultPoolSize: 20, maxDbConnections: 42, maxClientConn: CLIENTS + 100 };
    const ports: number[] = [];
    for (let pooler = 1; pooler <= POOLERS; pooler++)
        ports.push((await generations.startPooler(`pooler-${pooler}`, { numbers })).port);
    const login = await generations.login("application");
    const ledger = new Ledger({ clients: CLIENTS, ports, login, restMs: REST_MS });
    await ledger.until(5 * CLIENTS, 120);
    const stalls: number[] = [];
    for (let turn = 0; turn < 2 * ROUNDS; turn++) {
        ledger.longestMs = 0;
        const to = turn % 2 === 0 ? "b" : "a";
        const asked = { action: "switch" as const, to, deadlineSeconds: DEADLINE_SECONDS };
        const leaveWrites = Number.MAX_SAFE_INTEGER;
        const { evidence } = await switchTo(generations.world(), { ...asked, leaveWrites });
        await ledger.until(ledger.acknowledged.length + 2 * CLIENTS);
        stalls.push(ledger.longestMs);
        say(
            `to ${to}: all paused after ${evidence.pausedMs} ms, ${evidence.sessionsEnded} sessions ended by the fence, ` +
                `all running after ${evidence.stallMs} ms; the longest transaction took ${Math.round(ledger.longestMs)} ms`,
        );
    }
    await ledger.stop();
    const { lost, double } = await ledger.faults(generations);
    say(
        `${2 * ROUNDS} switches under ${CLIENTS} clients, ${ledger.acknowledged.length} transactions: ${ledger.failed.length} failed, ` +
            `${lost.length} acknowledged and in neither generation, ${double.length} in both; longest stall ` +
            `${Math.round(Math.max(...stalls))} ms, median ${Math.round(median(stalls))} ms. PgBouncer ${localVersion()}.`,
    );
    for (const why of new Set(ledger.failed)) say(`failed: ${why}`);
}
