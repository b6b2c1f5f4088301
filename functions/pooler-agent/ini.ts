import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Generation } from "../switch/record.ts";
import type { Place } from "./place.ts";

/** Where PgBouncer reads where to go: the two lines of `pgbouncer.ini` that a switch changes. */
export class Ini {
    private readonly file: string;
    private readonly place: Pick<Place, "database" | "reader" | "deployed">;

    constructor(place: Pick<Place, "folder" | "database" | "reader" | "deployed">) {
        this.file = path.join(place.folder, "pgbouncer.ini");
        this.place = place;
    }

    /** The port on which PgBouncer listens: it is in the name of its socket, too. */
    listenPort(): number {
        const [, port] = /^listen_port = (\d+)$/m.exec(this.text()) ?? [];
        if (port === undefined) throw new Error(`${this.file} has no listen_port.`);
        return Number(port);
    }

    /** Both names of the database at once. Replicas are those of the deployed generation: another one reads from itself. */
    leadTo(to: Generation): void {
        const { database, reader, deployed } = this.place;
        const replica = to.instance === deployed.instance ? reader.host : undefined;
        const written = this.led(this.text(), database, to.host, to.port);
        const text = this.led(written, reader.database, replica ?? to.host, to.port);
        // A reader sees the old file or the new one, and nothing in between.
        writeFileSync(`${this.file}.next`, text, { mode: 0o600 });
        renameSync(`${this.file}.next`, this.file);
    }

    private text(): string {
        return readFileSync(this.file, "utf8");
    }

    private led(ini: string, name: string, host: string, port: number): string {
        if (!/^[A-Za-z0-9.-]+$/.test(host) || !Number.isInteger(port))
            throw new Error(
                `${name} is to lead to ${JSON.stringify(`${host}:${port}`)}; use a host name and a port.`,
            );
        const line = new RegExp(`^(${name} = )host=\\S+ port=\\d+ `, "m");
        if (!line.test(ini)) throw new Error(`${this.file} has no line for the database ${name}.`);
        return ini.replace(line, `$1host=${host} port=${port} `);
    }
}
