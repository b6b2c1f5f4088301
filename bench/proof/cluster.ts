import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { scratchFolder } from "../../scripts/lib/scratch.ts";
import { archiveAll, archivingTo, layOut, takeBackup } from "../../scripts/lib/local-backup.ts";
import { asServer, own } from "./server.ts";

const SETTINGS = `
listen_addresses = ''
wal_level = replica
max_wal_senders = 3
fsync = off
shared_buffers = 16MB
autovacuum_naptime = 5s
max_wal_size = 256MB
log_min_messages = warning
hot_standby = off
`;

/** A private PostgreSQL server in a temporary folder, which archives its WAL and can be restored to any moment of it. */
export class Cluster {
    readonly folder: string;
    private readonly data: string;
    private readonly clients: pg.Client[] = [];

    private constructor() {
        this.folder = scratchFolder("pg-");
        this.data = path.join(this.folder, "data");
        own(this.folder);
    }

    static async make(): Promise<Cluster> {
        const cluster = new Cluster();
        await asServer("initdb", [
            "-D",
            cluster.data,
            "-A",
            "trust",
            "-U",
            "postgres",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]);
        const archiving = archivingTo(cluster.archive).join("\n");
        appendFileSync(`${cluster.data}/postgresql.conf`, `${SETTINGS}${archiving}\n`);
        mkdirSync(cluster.archive);
        own(cluster.archive);
        await cluster.start();
        return cluster;
    }

    private get archive(): string {
        return path.join(this.folder, "archive");
    }

    async start(): Promise<void> {
        const log = path.join(this.folder, "log");
        const toldBy = (error: Error) =>
            new Error(`${error.message}\n${existsSync(log) ? readFileSync(log, "utf8") : ""}`);
        await asServer("pg_ctl", [
            "-D",
            this.data,
            "-l",
            log,
            "-w",
            "-t",
            "60",
            "-o",
            `-k ${this.folder}`,
            "start",
        ]).catch((error: Error) => {
            throw toldBy(error);
        });
        // A restore goes on after pg_ctl is content.
        for (const end = Date.now() + 60_000; ; await new Promise((done) => setTimeout(done, 50))) {
            try {
                return void (await this.once("postgres", "postgres", "SELECT"));
            } catch (error) {
                const isRestoring = (error as { code?: string }).code === "57P03" && Date.now() < end;
                if (!isRestoring) throw toldBy(error as Error);
            }
        }
    }

    async stop(): Promise<void> {
        await Promise.all(this.clients.splice(0).map((client) => client.end().catch(() => undefined)));
        if (existsSync(`${this.data}/postmaster.pid`))
            await asServer("pg_ctl", ["-D", this.data, "-w", "-m", "fast", "stop"]);
    }

    async remove(): Promise<void> {
        await this.stop();
        rmSync(this.folder, { recursive: true, force: true });
    }

    async connect(user: string, database: string): Promise<pg.Client> {
        const client = new pg.Client({ host: this.folder, user, database });
        // A server that stops says so to every client.
        client.on("error", () => undefined);
        await client.connect();
        this.clients.push(client);
        return client;
    }

    async once(user: string, database: string, sql: string): Promise<pg.QueryResult> {
        const client = await this.connect(user, database);
        try {
            return await client.query(sql);
        } finally {
            this.clients.splice(this.clients.indexOf(client), 1);
            await client.end();
        }
    }

    /** A base backup, as RDS takes one each night. */
    async backUp(): Promise<string> {
        const base = path.join(this.folder, `base-${Date.now()}`);
        await takeBackup({ folder: this.folder }, base);
        return base;
    }

    /** Makes another database of what a dump holds. */
    async dumpInto(database: string, other: string): Promise<void> {
        const dump = path.join(this.folder, `${database}.dump`);
        const as = ["-h", this.folder, "-U", "postgres"];
        await asServer("pg_dump", [...as, "-Fc", "-f", dump, database]);
        await asServer("createdb", [...as, other]);
        await asServer("pg_restore", [...as, "-d", other, dump]);
    }

    /** Waits until all that was written so far can be restored. */
    async archiveAll(): Promise<void> {
        const client = await this.connect("postgres", "postgres");
        await archiveAll(client, this.archive);
    }

    /** A copy of the base backup, rolled forward to a moment, and promoted: what point-in-time recovery does. */
    async restore(base: string, until: Date): Promise<Cluster> {
        const copy = new Cluster();
        await layOut(base, copy.data, this.archive, until);
        await copy.start();
        return copy;
    }

    /** A copy that follows this one, as a read replica of RDS does, until it is promoted. */
    async follower(): Promise<Cluster> {
        const copy = new Cluster();
        const from = ["-h", this.folder, "-U", "postgres", "-R", "-c", "fast", "--no-sync"];
        await asServer("pg_basebackup", [...from, "-D", copy.data]);
        appendFileSync(`${copy.data}/postgresql.conf`, "hot_standby = on\narchive_mode = off\n");
        await copy.start();
        return copy;
    }

    /** The same server once more, with the same data: what a test damages, the next one finds whole. Stops this one. */
    async clone(): Promise<Cluster> {
        await this.stop();
        const clone = new Cluster();
        await asServer("cp", ["-a", this.data, clone.data], false);
        await clone.start();
        return clone;
    }

    /** Stops the server, lets the file of a relation be edited on disk, and starts it again. */
    async edit(database: string, relation: string, change: (bytes: Buffer) => void): Promise<void> {
        const { rows } = await this.once(
            "postgres",
            database,
            `SELECT pg_relation_filepath('${relation}') AS file`,
        );
        await this.stop();
        const file = path.join(this.data, rows[0].file);
        const bytes = readFileSync(file);
        change(bytes);
        writeFileSync(file, bytes);
        await this.start();
    }
}
