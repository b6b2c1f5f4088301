import pg from "pg";
import { apply } from "../../../functions/extract/apply.ts";
import { compare, type Comparison } from "../../../functions/extract/compare.ts";
import type { ExtractEvent } from "../../../functions/extract/event.ts";
import { settleFor } from "../../../functions/extract/sign-in.ts";
import { repair } from "../../../functions/roles/repair.ts";
import { startPostgres, type LocalPostgres } from "../../../scripts/lib/local-postgres.ts";
import { postgresProgram } from "../../../scripts/lib/postgres-programs.ts";
import { runAsNobody } from "../../../scripts/lib/local-server.ts";
import { hasPostgres } from "../../../bench/proof/server.ts";
import { skipUnless } from "../../support/skip.ts";
import { SCHEMA } from "./tables.ts";

type Asked = Partial<ExtractEvent> & { table: string };

/** Two servers: the database in use, and a copy of it as it was when the migrator had made `schema`. */
export class Both {
    live!: LocalPostgres;
    copy!: LocalPostgres;
    private readonly clients: pg.Client[] = [];

    async start(schema: string, extensions: string[]): Promise<void> {
        this.live = await startPostgres([], { kind: "complete" });
        await this.asSuperuser("CREATE DATABASE app", "postgres");
        for (const extension of extensions) await this.asSuperuser(`CREATE EXTENSION ${extension}`);
        const superuser = await this.connect(this.live, "postgres");
        await repair(superuser);
        await this.run(schema);
        // Policies for those who read all.
        await repair(superuser);
        await superuser.end();
        const { folder, port, certificates } = this.live;
        const source = ["-h", folder, "-p", String(port), "-U", "postgres"];
        const fill = (data: string) =>
            runAsNobody(
                postgresProgram("pg_basebackup"),
                [...source, "-D", data, "-c", "fast", "--no-sync"],
                "/",
            );
        this.copy = await startPostgres([], { certificates, fill, kind: "complete" });
    }

    async stop(): Promise<void> {
        for (const client of this.clients) await client.end().catch(() => undefined);
        await this.copy?.stop();
        await this.live?.stop();
    }

    /** On the database in use, in the name of the migrator. */
    run(sql: string): Promise<Record<string, unknown>[]> {
        return this.once("migrator_iam", sql);
    }

    asSuperuser(sql: string, database?: string): Promise<Record<string, unknown>[]> {
        return this.once("postgres", sql, database);
    }

    private async once(user: string, sql: string, database?: string): Promise<Record<string, unknown>[]> {
        const db = await this.connect(this.live, user, database);
        try {
            return ([await db.query(sql)].flat().at(-1) as pg.QueryResult).rows;
        } finally {
            await db.end();
        }
    }

    compare(asked: Asked): Promise<Comparison> {
        return this.on((copy, live) => compare(copy, live, eventOf(asked)));
    }

    apply(asked: Asked, confirmed: Comparison) {
        const told = {
            by: "arn:aws:iam::123456789012:user/ada",
            reason: "UPDATE without WHERE",
            ...confirmed,
        };
        return this.on((copy, live) => apply(copy, live, eventOf({ ...asked, apply: told }), confirmed));
    }

    /** Compares and applies what it found. */
    async extract(asked: Asked) {
        return this.apply(asked, await this.compare(asked));
    }

    /** What the migrator reads in the kept rows' comment. */
    async note(kept: string): Promise<Record<string, string>> {
        const [row] = await this.run(
            `SELECT obj_description('${kept.replaceAll("'", "''")}'::regclass) AS note`,
        );
        return JSON.parse(String(row!.note)) as Record<string, string>;
    }

    async on<T>(work: (copy: pg.Client, live: pg.Client) => Promise<T>): Promise<T> {
        const copy = await this.signedIn(this.copy, "checker_iam");
        const live = await this.signedIn(this.live, "migrator_iam");
        try {
            return await work(copy, live);
        } finally {
            await Promise.all([copy.end(), live.end()].map((end) => end.catch(() => undefined)));
        }
    }

    private async signedIn(server: LocalPostgres, user: string): Promise<pg.Client> {
        const db = await this.connect(server, user);
        await settleFor(db);
        return db;
    }

    async connect({ folder: host, port }: LocalPostgres, user: string, database = "app"): Promise<pg.Client> {
        const db = new pg.Client({ host, port, user, database });
        db.on("error", () => undefined);
        await db.connect();
        this.clients.push(db);
        return db;
    }
}

let runs = 0;

function eventOf(asked: Asked): ExtractEvent {
    runs += 1;
    return { run: `run-${String(runs).padStart(8, "0")}`, copy: "shop-b", live: "shop-a", ...asked };
}

let servers: Promise<Both> | undefined;

async function started(): Promise<Both> {
    const both = new Both();
    await both.start(SCHEMA, ["citext"]);
    return both;
}

// For whichever suites of this run wanted them.
after(async () => (await servers?.catch(() => undefined))?.stop());

/** For a suite: both servers, started once for all suites, each of which has tables of its own. */
export function both(): { servers: Both; run: Both["run"]; count(from: string): Promise<number> } {
    const on = {
        run: (sql: string) => on.servers.run(sql),
        count: async (from: string) =>
            Number((await on.run(`SELECT count(*)::int AS rows FROM ${from}`))[0]!.rows),
    } as ReturnType<typeof both>;
    before(async function () {
        skipUnless(this, hasPostgres, "no PostgreSQL server: npm run servers");
        on.servers = await (servers ??= started());
    });
    return on;
}
