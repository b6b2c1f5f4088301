import pg from "pg";

/** What PgBouncer says of the database, by both of its names. */
export interface Seen {
    /** Where writes go. */
    host: string;
    port: number;
    /** Both are; or one is, which happens when an agent dies between them. */
    isPaused: boolean;
    isHeld: boolean;
    /** To the database, in use or not. */
    connections: number;
}

/** PgBouncer's admin console, on the socket where only the user who runs it is let in. */
export class Console {
    private readonly where: pg.ClientConfig;
    /** The database's name, and the one for reads that may be some seconds old. */
    private readonly names: [string, string];
    private client: pg.Client | undefined;
    private pausing: pg.Client[] = [];

    constructor(folder: string, port: number, names: [string, string]) {
        this.where = { host: folder, port, user: "pgbouncer", database: "pgbouncer" };
        this.names = names;
    }

    async look(): Promise<Seen> {
        const all = await this.databases();
        const { host = "", port } = all[0]!;
        return {
            host,
            port: Number(port),
            isPaused: all.every(isPaused),
            isHeld: all.some(isPaused),
            connections: all.reduce((sum, one) => sum + Number(one.current_connections), 0),
        };
    }

    /** The pools of both: clients that wait, connections in use, and how many there may be. */
    async pools(): Promise<{ waiting: number; active: number; size: number }[]> {
        const sizes = new Map((await this.databases()).map((one) => [one.name, Number(one.pool_size)]));
        return (await this.ask("SHOW POOLS")).flatMap(({ database, cl_waiting, sv_active }) => {
            const size = sizes.get(database);
            return size === undefined
                ? []
                : [{ waiting: Number(cl_waiting), active: Number(sv_active), size }];
        });
    }

    /** Lets transactions end and begins no other. It answers at once; `look` tells when no connection is left. */
    async pause(): Promise<void> {
        await this.forget();
        for (const name of this.names) {
            // PgBouncer answers when the last transaction has ended: meanwhile the other connection asks. By name, for
            // it does not show a pause of everything.
            const client = await this.connected();
            this.pausing.push(client);
            client.query(`PAUSE ${name}`).catch(() => undefined);
        }
    }

    async resume(): Promise<void> {
        // What is not paused can't be resumed, and an agent may have died between the two.
        for (const { name } of (await this.databases()).filter(isPaused)) await this.ask(`RESUME ${name}`);
        // A PAUSE that still waits would wait for ever (pgbouncer#715).
        await this.forget();
    }

    async reload(): Promise<void> {
        await this.ask("RELOAD");
    }

    private async databases(): Promise<Record<string, string>[]> {
        const rows = await this.ask("SHOW DATABASES");
        return this.names.map((database) => {
            const found = rows.find(({ name }) => name === database);
            if (found === undefined) throw new Error(`PgBouncer knows no database ${database}.`);
            return found;
        });
    }

    private async forget(): Promise<void> {
        for (const client of this.pausing.splice(0)) await client.end().catch(() => undefined);
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

function isPaused({ paused }: Record<string, string>): boolean {
    return paused === "1";
}
