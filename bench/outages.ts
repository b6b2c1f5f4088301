import type pg from "pg";
import { Load } from "../scripts/lib/local-load.ts";
import { localVersion, startPooler, type LocalPooler } from "../scripts/lib/local-pooler.ts";
import { startPostgres, type LocalPostgres } from "../scripts/lib/local-postgres.ts";
import {
    asMaster,
    asSuperuser,
    lookup,
    makeRoles,
    overTls,
    setPassword,
} from "../scripts/lib/local-roles.ts";

const CLIENTS = 100;
const ROUNDS = 5;
const USERS = ["app_a", "app_b"] as const;
/** Milliseconds that a transaction stays open between its row and its COMMIT: so that an outage meets some of them. */
const INSIDE = 20;

/** Two poolers before one database, and clients that go to the other pooler when theirs is gone. */
class Stage {
    readonly postgres: LocalPostgres;
    readonly poolers: LocalPooler[] = [];
    readonly load: Load;
    login = { user: USERS[0] as string, password: "First" };
    private readonly at = Array.from({ length: CLIENTS }, (_, worker) => worker % 2);
    private ways: pg.ClientConfig[] = [];

    private constructor(postgres: LocalPostgres, poolers: LocalPooler[]) {
        this.postgres = postgres;
        this.poolers = poolers;
        this.lead();
        const work = ["INSERT INTO done DEFAULT VALUES", `SELECT pg_sleep(${INSIDE / 1000})`];
        this.load = new Load(CLIENTS, work, (worker, attempt) => {
            if (attempt > 0) this.at[worker] = ((this.at[worker] ?? 0) + 1) % 2;
            return this.ways[this.at[worker] ?? 0] ?? {};
        });
    }

    static async set(): Promise<Stage> {
        const postgres = await startPostgres(["max_connections = 100"]);
        await makeRoles(postgres);
        for (const user of USERS) await setPassword(postgres, user, "First");
        const table = "CREATE TABLE done (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)";
        await asMaster(postgres, [table, "GRANT INSERT ON done TO app_rights"]);
        const stage = new Stage(postgres, [await startOne(postgres), await startOne(postgres)]);
        await stage.more(5);
        return stage;
    }

    /** Where clients connect from now on. */
    lead(): void {
        const { login } = this;
        this.ways = this.poolers.map(({ port }) => ({ ...overTls, port, database: "app", ...login }));
    }

    more(turns: number): Promise<void> {
        const { done } = this.load;
        return this.load.until("more work done", () => this.load.done >= done + turns * CLIENTS, 60);
    }

    /** One pooler in the place of another. */
    async replace(which: number): Promise<void> {
        this.poolers[which] = await startOne(this.postgres);
        this.lead();
    }

    async strike(): Promise<void> {
        await this.load.stop();
        for (const one of this.poolers) await one.stop();
        await this.postgres.stop();
    }
}

function startOne(postgres: LocalPostgres): Promise<LocalPooler> {
    const numbers = { defaultPoolSize: 20, maxDbConnections: 42, maxClientConn: CLIENTS + 50 };
    return startPooler(postgres, { lookup, numbers });
}

/**
 * What clients see of a rotation, of a pooler that is stopped, of one that is killed and of a database that restarts:
 * transactions that were cut, and how long it took until each client had committed again.
 */
export async function outages(say: (line: string) => void): Promise<void> {
    const stage = await Stage.set();
    try {
        await told(say, stage, "rotation of the password", async (round) => {
            const user = USERS[(round + 1) % 2]!;
            await setPassword(stage.postgres, user, `Password${round}`);
            stage.login = { user, password: `Password${round}` };
            stage.lead();
        });
        await told(say, stage, "planned stop of a pooler", async (round) => {
            const old = stage.poolers[round % 2]!;
            await stage.replace(round % 2);
            await old.stop();
        });
        await told(say, stage, "kill of a pooler", async (round) => {
            const old = stage.poolers[round % 2]!;
            old.kill();
            await stage.replace(round % 2);
            await old.stop();
        });
        await told(say, stage, "restart of the database", () => stage.postgres.restart());
        await stage.load.stop();
        const asked = "SELECT count(*)::int AS rows FROM done";
        const { rows } = (await asSuperuser(stage.postgres, [asked])).rows[0] as { rows: number };
        const { done, failed } = stage.load;
        say(
            `${CLIENTS} clients, ${done} acknowledged transactions and ${failed.length} cut: ${rows} rows, so ` +
                `${Math.max(0, done - rows)} lost and ${Math.max(0, rows - done - failed.length)} doubled. PgBouncer ${localVersion()}.`,
        );
    } finally {
        await stage.strike();
    }
}

async function told(
    say: (line: string) => void,
    stage: Stage,
    what: string,
    happens: (round: number) => Promise<void>,
): Promise<void> {
    const { load } = stage;
    let [cut, longest, inside] = [0, 0, 0];
    for (let round = 1; round <= ROUNDS; round++) {
        const [before, begun] = [load.failed.length, performance.now()];
        inside += load.inside.size;
        await happens(round);
        await load.until(
            "every client back",
            () =>
                Array.from({ length: CLIENTS }, (_, worker) => load.lastDone[worker] ?? 0).every(
                    (at) => at > begun,
                ),
            60,
        );
        longest = Math.max(longest, ...load.lastDone.map((at) => at - begun));
        cut += load.failed.length - before;
        await stage.more(3);
    }
    say(
        `${what}, ${ROUNDS} times: ${cut} transactions cut of ${inside} that were open at that moment; ` +
            `every client had committed again after ${(longest / 1000).toFixed(1)} s at most`,
    );
}
