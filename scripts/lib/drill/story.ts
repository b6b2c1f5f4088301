import { mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { check } from "../../../functions/restore-check/check.ts";
import type { Verdict } from "../../../functions/restore-check/verdict.ts";
import { align } from "../../../functions/roles/align.ts";
import { archiveAll, archivingTo, restorePostgres, takeBackup } from "../local-backup.ts";
import type { Generations } from "../local-generations.ts";
import { Ledger } from "../local-ledger.ts";
import { startPostgres, type LocalPostgres } from "../local-postgres.ts";
import { ownedByNobody } from "../local-server.ts";
import { utc } from "../table.ts";
import { changeOver, type ChangedOver } from "./change-over.ts";
import { rotateApplication } from "./rotation.ts";
import { DISASTER, openShop, ORDER, PRODUCTS } from "./shop.ts";
import { onSocket } from "./sign-in.ts";
import type { Stage } from "./stage.ts";
import { beating, manifestIn } from "./witness.ts";

const POOLERS = ["one", "two"];
const CLIENTS = 20;
/** Milliseconds that each client rests between two orders. */
const REST = 100;
/** Milliseconds; production's heart beats once a minute. */
export const BEAT = 500;

export interface DrillOptions {
    /** How long the shop works before the disaster, and again after the change-over. */
    seconds: number;
    say(text: string): void;
    /** Ends the drill at its next step. */
    signal: AbortSignal;
    /** What else happens to the copy before it is checked. @default nothing */
    damage?: (copy: LocalPostgres) => Promise<unknown>;
}

export interface Drilled {
    disasterAt: Date;
    restoredTo: Date;
    verdict: Verdict;
    /** Seconds from the order to restore until the copy was proven, or was not. */
    checkedSeconds: number;
    /** Users whose password the copy had to be given: it is of a time before theirs. */
    passwords: string[];
    /** Only a copy that is proven gets to serve. */
    changedOver?: ChangedOver;
}

/** A shop at work, a disaster, a restore to the second before it, and the change-over to the copy. */
export async function drill(stage: Stage, options: DrillOptions): Promise<Drilled> {
    const { seconds, signal, damage } = options;
    const say = (text: string) => {
        signal.throwIfAborted();
        options.say(text);
    };
    const backup = placeFor(stage.folder());
    const generations = await openUp(stage, backup.archive, say);
    const a = generations.server("a");
    say("base backup of a; from here on its WAL is what a restore goes by");
    await takeBackup(a, backup.base);
    const ledger = await startShop(stage, generations);
    say(`${CLIENTS} clients order through ${POOLERS.length} poolers`);
    const stopBeating = await beating(a, BEAT);
    stage.atTheEnd(stopBeating);
    const { tables } = await manifestIn(a);
    say(`the manifest of ${tables} tables is written beside them`);
    await wait(seconds * 1000, undefined, { signal });
    const { disasterAt, rows } = await disaster(a);
    say(
        `disaster at ${disasterAt.toISOString()}: ${DISASTER}, ${rows} of ${PRODUCTS} rows; the shop goes on`,
    );
    const user = await rotateApplication(generations.world());
    say(`meanwhile the application's password has rotated: it is ${user} now`);

    // RDS takes a moment in whole seconds, too: the last one before.
    const restoredTo = new Date(Math.floor(disasterAt.getTime() / 1000) * 1000);
    const ordered = performance.now();
    say(`restores to ${utc(restoredTo)}, the second before, as generation b`);
    await onSocket(a, "postgres", (db) => archiveAll(db, backup.archive));
    const b = await restorePostgres(backup, restoredTo, a);
    generations.add("b", b);
    const copied = await Ledger.rowsIn(generations, "b");
    await damage?.(b);
    const { passwords } = await align(generations.world(), "b");
    say(`b is up with ${copied.size} orders; today's passwords are new to ${passwords.join(", ")}`);
    const expected = { database: { name: "app" }, restoreTime: restoredTo };
    const verdict = await onSocket(b, "checker_iam", (db) => check(db, expected));
    const checkedSeconds = (performance.now() - ordered) / 1000;
    const told = { disasterAt, restoredTo, verdict, checkedSeconds, passwords };
    say(`b is ${verdict.proven ? "proven by" : "NOT PROVEN by"} the manifest in it`);
    if (!verdict.proven) return told;

    await stopBeating();
    const before = ledger.acknowledgedBefore(restoredTo);
    const asked = { ordered, copied, before, seconds, signal, say };
    return { ...told, changedOver: await changeOver(generations, ledger, asked) };
}

function placeFor(folder: string): { base: string; archive: string } {
    const archive = path.join(folder, "archive");
    mkdirSync(archive);
    ownedByNobody(archive);
    return { base: path.join(folder, "base"), archive };
}

async function openUp(stage: Stage, archive: string, say: DrillOptions["say"]): Promise<Generations> {
    say("starts simulated AWS and PostgreSQL with generation a: its roles, its passwords, the shop's tables");
    const generations = await stage.generations();
    await generations.create("a", await startPostgres(archivingTo(archive), { kind: "complete" }));
    await openShop(generations, "a");
    return generations;
}

async function startShop(stage: Stage, generations: Generations): Promise<Ledger> {
    const ports: number[] = [];
    // One after the other: of two at once, one could fail while nobody knows of the other yet.
    for (const task of POOLERS) ports.push((await generations.startPooler(task)).port);
    const login = await generations.login("application");
    const ledger = new Ledger({ clients: CLIENTS, ports, login, restMs: REST, write: ORDER });
    stage.atTheEnd(() => ledger.stop());
    await ledger.until(CLIENTS);
    return ledger;
}

/** When it struck, by the server's clock. */
function disaster(server: LocalPostgres): Promise<{ disasterAt: Date; rows: number }> {
    return onSocket(server, "postgres", async (db) => {
        const { rows } = await db.query<{ at: Date }>("SELECT clock_timestamp() AS at");
        const { rowCount } = await db.query(DISASTER);
        return { disasterAt: rows[0]!.at, rows: rowCount ?? 0 };
    });
}
