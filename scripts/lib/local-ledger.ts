import pg from "pg";
import { asSuperuser, overTls } from "./local-roles.ts";
import type { Generations } from "./local-generations.ts";
import type { Login } from "../../functions/roles/world.ts";

interface Options {
    clients: number;
    /** Ports of the poolers; clients are dealt out among them. */
    ports: number[];
    login: Login;
    /** Milliseconds that a client rests between two transactions. */
    restMs: number;
    /** What each transaction does, given the number of its client and of its turn. @default a row of `done`, and no more */
    write?: string;
}

/** Clients that write one row a transaction, and a ledger of what they were told is written. */
export class Ledger {
    /** Acknowledged: "client transaction". */
    readonly acknowledged: string[] = [];
    /** What a client was told instead. Each of these was lost to its user. */
    readonly failed: string[] = [];
    /** The longest that any client waited for one transaction, in milliseconds; set to 0, since then. */
    longestMs = 0;
    private readonly times: number[] = [];
    private readonly options: Options;
    private isOver = false;
    private readonly clients: Promise<void>[];

    /** The table that they write to, in a generation. */
    static async prepare(generations: Generations, instance: string): Promise<void> {
        const migrator = await generations.login("migrator");
        await generations.as(instance, migrator, (db) =>
            db.query("CREATE TABLE done (client int, turn int, PRIMARY KEY (client, turn))"),
        );
    }

    constructor(options: Options) {
        this.options = options;
        this.clients = Array.from({ length: options.clients }, (_, client) => this.work(client));
    }

    async stop(): Promise<void> {
        this.isOver = true;
        await Promise.all(this.clients);
    }

    async until(count: number, limitSeconds = 60): Promise<void> {
        const end = performance.now() + limitSeconds * 1000;
        while (this.acknowledged.length < count) {
            if (performance.now() > end || this.failed.length === this.options.clients)
                throw new Error(`${this.acknowledged.length} of ${count} written; ${this.failed.join(", ")}`);
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    }

    /** What had been acknowledged before a moment, by the clock of this machine, which is the servers' too. */
    acknowledgedBefore(moment: Date): string[] {
        return this.acknowledged.filter((_, at) => (this.times[at] ?? Infinity) < moment.getTime());
    }

    /** The rows of a generation, named as in `acknowledged`. */
    static async rowsIn(generations: Generations, instance: string): Promise<Set<string>> {
        const { rows } = await asSuperuser(generations.server(instance), ["SELECT client, turn FROM done"]);
        return new Set(rows.map(({ client, turn }) => `${client} ${turn}`));
    }

    /** Acknowledged rows that are in no generation, and rows that are in both. */
    async faults(
        generations: Generations,
    ): Promise<{ lost: string[]; double: string[]; in: Record<string, number> }> {
        const a = await Ledger.rowsIn(generations, "a");
        const b = await Ledger.rowsIn(generations, "b");
        return {
            lost: this.acknowledged.filter((row) => !a.has(row) && !b.has(row)),
            double: [...a].filter((row) => b.has(row)),
            in: { a: a.size, b: b.size },
        };
    }

    private async work(client: number): Promise<void> {
        const { ports, login, restMs, write = "INSERT INTO done VALUES ($1, $2)" } = this.options;
        const where = { ...overTls, port: ports[client % ports.length], database: "app", ...login };
        const db = new pg.Client(where);
        db.on("error", () => undefined);
        try {
            await db.connect();
            for (let turn = 0; !this.isOver; turn++) {
                const begun = performance.now();
                await db.query("BEGIN");
                await db.query(write, [client, turn]);
                await db.query("COMMIT");
                this.acknowledged.push(`${client} ${turn}`);
                this.times.push(Date.now());
                this.longestMs = Math.max(this.longestMs, performance.now() - begun);
                await new Promise((resolve) => setTimeout(resolve, restMs));
            }
        } catch (error) {
            this.failed.push((error as Error).message);
        } finally {
            await db.end().catch(() => undefined);
        }
    }
}
