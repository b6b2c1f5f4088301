import pg from "pg";
import { startPooler, type LocalPooler } from "../scripts/lib/local-pooler.ts";
import { startPostgres, type LocalPostgres } from "../scripts/lib/local-postgres.ts";
import {
    asMaster,
    asSuperuser,
    lookup,
    makeRoles,
    overTls,
    setPassword,
} from "../scripts/lib/local-roles.ts";
import { connectionLimit, pooledConnections, type PoolerNumbers } from "../stacks/connections.ts";

/** The two users that take turns; during a rotation both have connections. */
const users = ["app_a", "app_b"];
const password = "OnlyHere";
/** A deployment runs as many poolers again. */
const revisions = 2;
/** Small ones: a machine that plays the database and all poolers can't hold more. */
const instances = ["t4g.small", "t4g.medium"];
const most = 8;
/** Seconds that a client keeps its connection, and more for each that has to sign in: so that all are there at once. */
const kept = { seconds: 2, each: 0.15 };
const sampledMs = 20;
const slow = `CREATE OR REPLACE FUNCTION pooler.lookup(p_user text) RETURNS TABLE (username text, password text)
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS
    'SELECT username, password FROM pooler.credentials, pg_sleep(0.1) WHERE username = p_user'`;

interface Poolers {
    instance: string;
    maxPoolers: number;
    poolSize: number;
}

/** What the sum allows at most, and what poolers opened when more clients came than there are connections. */
interface Saturated {
    allowed: number;
    peak: number;
    /** Whether the database turned somebody away (SQLSTATE 53300). */
    isRefused: boolean;
}

/**
 * Holds the sum of the preview against real servers: a PostgreSQL with as many connections as an instance class has, and
 * poolers of both revisions with the numbers that a task is told, under clients of both users that ask for more.
 */
export async function budget(say: (line: string) => void): Promise<void> {
    let [tried, reached] = [0, 0];
    for (const instance of instances) {
        const postgres = await database(connectionLimit(instance));
        try {
            for (const poolers of configurationsOf(instance)) {
                const { allowed, peak, isRefused } = await saturate(postgres, poolers, numbersOf(poolers));
                tried++;
                reached += Number(peak === allowed && !isRefused);
                say(
                    `db.${instance}, ${poolers.maxPoolers} poolers, ${poolers.poolSize} for a user: ${peak} of ${allowed} connections` +
                        (isRefused ? ", AND SOME REFUSED" : ""),
                );
            }
        } finally {
            await postgres.stop();
        }
    }
    const over = await tooMany();
    const answer = over.isRefused ? `"too many clients"` : "AND NOBODY WAS REFUSED";
    say(`One that the preview refuses: ${over.peak} of ${over.allowed} connections, and ${answer}.`);
    say(`${reached} of ${tried} configurations reach the number of the preview, and none passes it.`);
}

/** Poolers of a class: few connections, about half, and the most that the preview lets pass. */
function configurationsOf(instance: string): Poolers[] {
    const all: Poolers[] = [];
    for (let maxPoolers = 2; maxPoolers <= most; maxPoolers++) {
        let largest = 0;
        while (passes({ instance, maxPoolers, poolSize: largest + 1 })) largest++;
        // With one connection for a user those who look up passwords have one, too, and the sum is never reached.
        const sizes = new Set(
            [2, Math.ceil(largest / 2), largest].filter((size) => size >= 2 && size <= largest),
        );
        for (const poolSize of sizes) all.push({ instance, maxPoolers, poolSize });
    }
    return all;
}

export function numbersOf(poolers: Poolers): PoolerNumbers {
    // The least that there is: those who read from replicas are not here.
    const clients = { maxTasks: 10, connectionsPerTask: 20, maxWorkers: 4, connectionsPerWorker: 10 };
    return pooledConnections({ ...poolers, ...clients, readerPoolSize: 1 });
}

function passes(poolers: Poolers): boolean {
    try {
        return numbersOf(poolers).maxDbConnections > 0;
    } catch {
        return false; // it says why, and here it is asked only whether
    }
}

/** A database with this many connections, which looks passwords up late: then all that may look them up do so. */
export async function database(maxConnections: number): Promise<LocalPostgres> {
    const postgres = await startPostgres([`max_connections = ${maxConnections}`]);
    await makeRoles(postgres);
    for (const user of users) await setPassword(postgres, user, password);
    await asMaster(postgres, [slow]);
    return postgres;
}

/** Starts the poolers and so many clients of both users that each pooler opens all that it may. */
export async function saturate(
    postgres: LocalPostgres,
    { maxPoolers, poolSize }: Poolers,
    numbers: PoolerNumbers,
): Promise<Saturated> {
    const poolers: LocalPooler[] = [];
    try {
        for (let n = 0; n < revisions * maxPoolers; n++)
            poolers.push(await startPooler(postgres, { lookup, numbers }));
        let isWatched = true;
        const peak = peakWhile(postgres, () => isWatched);
        const seconds = kept.seconds + kept.each * poolSize;
        const clients = poolers.flatMap(({ port }) =>
            users.flatMap((user) => Array.from({ length: poolSize + 2 }, () => work(port, user, seconds))),
        );
        await Promise.all(clients);
        isWatched = false;
        const refused = /too many clients already|remaining connection slots are reserved/;
        return {
            allowed: poolers.length * numbers.maxDbConnections,
            peak: await peak,
            isRefused: poolers.some(({ server }) => refused.test(server.log)),
        };
    } finally {
        await Promise.all(poolers.map((one) => one.stop()));
    }
}

/** One client that keeps a connection for a while, if it gets one. */
async function work(port: number, user: string, seconds: number): Promise<void> {
    const client = new pg.Client({ ...overTls, port, database: "app", user, password });
    client.on("error", () => undefined);
    try {
        await client.connect();
        await client.query(`SELECT pg_sleep(${seconds})`);
    } catch {
        // Whoever is turned away is counted by the poolers' logs.
    } finally {
        await client.end().catch(() => undefined);
    }
}

async function peakWhile(postgres: LocalPostgres, isWatched: () => boolean): Promise<number> {
    let peak = 0;
    while (isWatched()) {
        const asked = `SELECT count(*)::int AS open FROM pg_stat_activity WHERE usename = ANY ('{${[...users, lookup.user].join(",")}}')`;
        const { rows } = await asSuperuser(postgres, [asked]);
        peak = Math.max(peak, (rows[0] as { open: number }).open);
        await new Promise((resolve) => setTimeout(resolve, sampledMs));
    }
    return peak;
}

/** Poolers that together may open more than the database has. */
async function tooMany(): Promise<Saturated> {
    const poolers = { instance: "t4g.micro", maxPoolers: 2, poolSize: 10 };
    const postgres = await database(connectionLimit(poolers.instance));
    try {
        // As a larger database would let them.
        return await saturate(postgres, poolers, numbersOf({ ...poolers, instance: "t4g.medium" }));
    } finally {
        await postgres.stop();
    }
}
