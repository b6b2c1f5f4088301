import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Generation } from "../switch/record.ts";

/** Where PgBouncer reads where to go: the one line of `pgbouncer.ini` that a switch changes. */
export class Ini {
    private readonly file: string;
    private readonly database: string;

    constructor(folder: string, database: string) {
        this.file = path.join(folder, "pgbouncer.ini");
        this.database = database;
    }

    /** The port on which PgBouncer listens: it is in the name of its socket, too. */
    listenPort(): number {
        const [, port] = /^listen_port = (\d+)$/m.exec(readFileSync(this.file, "utf8")) ?? [];
        if (port === undefined) throw new Error(`${this.file} has no listen_port.`);
        return Number(port);
    }

    leadTo({ host, port }: Generation): void {
        if (!/^[A-Za-z0-9.-]+$/.test(host) || !Number.isInteger(port))
            throw new Error(
                `The record leads to ${JSON.stringify(`${host}:${port}`)}; use a host name and a port.`,
            );
        const text = readFileSync(this.file, "utf8");
        const line = new RegExp(`^(${this.database} = )host=\\S+ port=\\d+ `, "m");
        if (!line.test(text)) throw new Error(`${this.file} has no line for the database ${this.database}.`);
        // A reader sees the old file or the new one, and nothing in between.
        writeFileSync(`${this.file}.next`, text.replace(line, `$1host=${host} port=${port} `), {
            mode: 0o600,
        });
        renameSync(`${this.file}.next`, this.file);
    }
}
