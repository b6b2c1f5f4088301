import pg from "pg";

/** What PgBouncer says of the database. */
export interface Seen {
    host: string;
    port: number;
    isPaused: boolean;
    /** To the database, in use or not. */
    connections: number;
    poolSize: number;
}

/** PgBouncer's admin console, on the socket where only the user who runs it is let in. */
export class Console {
    private readonly where: pg.ClientConfig;
    private readonly database: string;
    private client: pg.Client | undefined;
    private pausing: pg.Client | undefined;

    constructor(folder: string, port: number, database: string) {
        this.where = { host: folder, port, user: "pgbouncer", database: "pgbouncer" };
        this.database = database;
    }

    async look(): Promise<Seen> {
        const rows = await this.ask("SHOW DATABASES");
        const found = rows.find(({ name }) => name === this.database);
        if (found === undefined) throw new Error(`PgBouncer knows no database ${this.database}.`);
        return {
            host: found.host ?? "",
            port: Number(found.port),
            isPaused: found.paused === "1",
            connections: Number(found.current_connections),
            poolSize: Number(found.pool_size),
        };
    }

    /** Pools of the database: clients that wait, and connections in use. */
    async pools(): Promise<{ waiting: number; active: number }[]> {
        const rows = (await this.ask("SHOW POOLS")).filter(({ database }) => database === this.database);
        return rows.map((row) => ({ waiting: Number(row.cl_waiting), active: Number(row.sv_active) }));
    }

    /** Lets transactions end and begins no other. It answers at once; `look` tells when no connection is left. */
    async pause(): Promise<void> {
        // PgBouncer answers when the last transaction has ended: meanwhile the other connection asks.
        const client = await this.connected();
        await this.pausing?.end().catch(() => undefined);
        this.pausing = client;
        client.query(`PAUSE ${this.database}`).catch(() => undefined);
    }

    async resume(): Promise<void> {
        await this.ask(`RESUME ${this.database}`);
        // A PAUSE that still waits would wait for ever (pgbouncer#715).
        await this.pausing?.end().catch(() => undefined);
        this.pausing = undefined;
    }

    async reload(): Promise<void> {
        await this.ask("RELOAD");
    }

    private async ask(command: string): Promise<Record<string, string>[]> {
        this.client ??= await this.connected();
        try {
            return (await this.client.query(command)).rows as Record<string, string>[];
        } catch (error) {
            void this.client.end().catch(() => undefined);
            this.client = undefined;
            throw error;
        }
    }

    private async connected(): Promise<pg.Client> {
        // Every value as text, whatever type PgBouncer's version gives it. Milliseconds.
        const types = { getTypeParser: () => String };
        const client = new pg.Client({ ...this.where, types, connectionTimeoutMillis: 2000 });
        client.on("error", () => undefined);
        await client.connect();
        return client;
    }
}
