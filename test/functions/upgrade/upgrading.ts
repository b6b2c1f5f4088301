import { readFileSync } from "node:fs";
import path from "node:path";
import { switchTo } from "../../../functions/switch/switch.ts";
import type { SwitchWorld } from "../../../functions/switch/world.ts";
import { begin } from "../../../functions/upgrade/begin.ts";
import { check } from "../../../functions/upgrade/check.ts";
import { abandon } from "../../../functions/upgrade/end.ts";
import { statusOf } from "../../../functions/upgrade/status.ts";
import { atEnds, type UpgradeWorld } from "../../../functions/upgrade/world.ts";
import { Generations } from "../../../scripts/lib/local-generations.ts";
import { Ledger } from "../../../scripts/lib/local-ledger.ts";
import { startPostgres } from "../../../scripts/lib/local-postgres.ts";
import { postgresProgram, type Kind } from "../../../scripts/lib/postgres-programs.ts";
import { asSuperuser } from "../../../scripts/lib/local-roles.ts";
import { busyness } from "../../support/busy.ts";
import { emptyMoto, motoProgram } from "../../support/moto.ts";
import { needsServers } from "../../support/pooler.ts";
import { skipUnless } from "../../support/skip.ts";
import { until } from "../../support/until.ts";
import { connectAsOnRds } from "./rds.ts";

const SETTINGS = ["wal_level = logical", "wal_retrieve_retry_interval = 100ms"];
const LEASE_SECONDS = Math.max(3, 1.5 * busyness);

/** For a suite: a shop on generation a with two poolers, and room for generations that follow. */
export function onUpgrades() {
    let all: Generations;
    let serving = "a";

    before(async function () {
        this.timeout(300_000);
        needsServers(this);
        const program = motoProgram();
        skipUnless(this, program, "no moto: npm run servers");
        all = await Generations.none(`http://127.0.0.1:${await emptyMoto(program!)}`, LEASE_SECONDS);
        await all.create("a", await startPostgres(SETTINGS, { kind: "complete" }));
        await Ledger.prepare(all, "a");
        await asMigrator("a", [
            "CREATE TABLE item (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, client int, at timestamptz DEFAULT now())",
            "CREATE MATERIALIZED VIEW items AS SELECT client, count(*) FROM item GROUP BY 1",
            "ALTER TABLE item ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY all_rows ON item TO application USING (true)",
        ]);
        await Promise.all(["one", "two"].map((task) => all.startPooler(task)));
    });
    after(() => all?.stop());

    const asMigrator = async (instance: string, statements: string[]) => {
        const migrator = await all.login("migrator");
        return all.as(instance, migrator, async (db) => {
            for (const statement of statements) await db.query(statement);
        });
    };
    const asServer = async (instance: string, statement: string) =>
        (await asSuperuser(all.server(instance), [statement])).rows as Record<string, unknown>[];
    /** An empty generation, as the deployment of the settings makes it. */
    const add = async (instance: string, kind: Kind = "complete") => {
        const { certificates } = all.server("a");
        await all.create(instance, await startPostgres(SETTINGS, { certificates, kind }));
    };
    const connected = () => connectAsOnRds(all, readFileSync(all.server("a").caFile, "utf8"));
    const world = (own: Partial<UpgradeWorld> = {}): UpgradeWorld => ({
        ...all.world({ connect: connected() }, serving),
        programs: { folder: path.dirname(postgresProgram("pg_dump")), caFile: all.server("a").caFile },
        readingMs: 20_000,
        step: () => Promise.resolve(),
        ...own,
    });
    const dying = (name: string) => ({
        step: async (step: string) => {
            if (step === name) throw new Error(`died at ${step}`);
        },
    });
    const switched = async (to: string, own: Partial<SwitchWorld> = {}) => {
        const asked = { action: "switch" as const, to, deadlineSeconds: 10 };
        const answer = await switchTo(all.world({ connect: connected(), ...own }), asked);
        serving = to;
        return answer;
    };
    const status = (to: string) => atEnds(world(), to, statusOf);
    const copied = (to: string) =>
        until(async () => {
            const { copied, tables } = await status(to);
            return copied === tables;
        });
    /** Clients of the poolers, on tables that nobody has written to yet as far as they know. */
    const load = async (clients: number) => {
        await asServer(serving, "DELETE FROM done");
        const ports = [...all.poolers.values()].map(({ port }) => port);
        const login = await all.login("application");
        const write = "WITH more AS (INSERT INTO item (client) VALUES ($1)) INSERT INTO done VALUES ($1, $2)";
        const ledger = new Ledger({ clients, ports, login, restMs: 20, write });
        await ledger.until(2 * clients);
        return ledger;
    };
    const allOn = (instance: string) =>
        until(async () => {
            const rows = await all.world().table.rows();
            return rows.every((row) => row.state === "running" && row.instance === instance);
        });
    /** Acknowledged writes that a generation lacks. */
    const lostIn = async (ledger: Ledger, instance: string) => {
        const rows = await Ledger.rowsIn(all, instance);
        return ledger.acknowledged.filter((row) => !rows.has(row));
    };
    /** What is left of an upgrade. */
    const leftIn = async (instance: string) => {
        const rows = await asServer(
            instance,
            `SELECT slot_name::text AS name FROM pg_replication_slots UNION ALL SELECT subname FROM pg_subscription
             UNION ALL SELECT pubname FROM pg_publication UNION ALL SELECT rolname FROM pg_roles WHERE rolname = 'airworthy_replicator'
             UNION ALL SELECT relname FROM pg_class WHERE relname IN ('upgrade', 'carried')`,
        );
        return rows.map(({ name }) => String(name));
    };
    /** Starts a switch, and ends it at this step as a machine that stops does: it says and does nothing more. */
    const switchDyingAt = async (name: string, to: string) => {
        let died = () => {};
        const dead = new Promise<void>((resolve) => (died = resolve));
        let isDead = false;
        const never = new Promise<never>(() => undefined);
        const known = all.world({ connect: connected() });
        const step = async (one: string) => {
            if (one !== name) return;
            isDead = true;
            died();
            await never;
        };
        const wait = (milliseconds: number) =>
            known.wait(milliseconds).then(() => (isDead ? never : undefined));
        const asked = { action: "switch" as const, to, deadlineSeconds: 10 };
        await Promise.race([dead, switchTo({ ...known, step, wait }, asked)]);
    };
    return {
        ...{ lostIn, leftIn, switchDyingAt },
        ...{
            add,
            asMigrator,
            asServer,
            world,
            dying,
            switched,
            status,
            copied,
            load,
            allOn,
            connected,
        },
        begin: (to: string, own?: Partial<UpgradeWorld>) => begin(world(own), to),
        check: (to: string) => check(world(), to),
        abandon: (to: string, own?: Partial<UpgradeWorld>) => abandon(world(own), to),
        all: () => all,
    };
}
