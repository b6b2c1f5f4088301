import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { repair } from "../../../functions/roles/repair.ts";
import { imageBundle } from "../../../scripts/lib/image-bundle.ts";
import { ended, type Ended } from "../../support/command.ts";
import { skipUnless } from "../../support/skip.ts";
import { connectAsOnRds, makeIam, MASTER, startDatabase, type Database } from "../roles/database.ts";
import { postgresFolder } from "../../../scripts/lib/postgres-programs.ts";
import { startTokenDoor, type TokenDoor } from "../roles/token-door.ts";

/** A task: the process that it is, and what it has printed so far. */
export interface Container {
    socket: string;
    child: ChildProcess;
    end: Promise<Ended>;
    /** What it printed, entry by entry. */
    printed(): Record<string, unknown>[];
    /** Waits until it has printed such an entry. */
    prints(what: Record<string, unknown>): Promise<Record<string, unknown>>;
}

/** For a suite: a database with all roles and a table, behind a door that asks for a token, and the image's program. */
export function onConsole() {
    const folder = mkdtempSync(path.join(tmpdir(), "airworthy-console-"));
    const file = path.join(folder, "index.cjs");
    let count = 0;
    const on = {
        folder,
        /** What the deployment and the script tell a task that reads. */
        env: {} as Record<string, string>,
        start(more: Record<string, string> = {}): Container {
            const socket = path.join(folder, `${count++}.sock`);
            const env = { PATH: process.env.PATH, ...on.env, CONSOLE_SOCKET: socket, ...more };
            const child = spawn(process.execPath, [file], { env, stdio: ["ignore", "pipe", "pipe"] });
            let text = "";
            child.stdout.setEncoding("utf8").on("data", (more: string) => (text += more));
            const printed = () => {
                const lines = text.split("\n").filter((line) => line.startsWith("{"));
                return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
            };
            const prints = (what: Record<string, unknown>) => {
                const wanted = Object.entries(what);
                return found(() =>
                    printed().find((one) => wanted.every(([key, value]) => one[key] === value)),
                );
            };
            return { socket, child, end: ended(child), printed, prints };
        },
        /** What ECS Exec starts, and what a person types there; without a text the terminal stays open. */
        enter({ socket }: Pick<Container, "socket">, typed?: string) {
            // Nothing of the task's own surroundings: what a session needs it is told.
            const env = { PATH: process.env.PATH, CONSOLE_SOCKET: socket };
            const child = spawn(process.execPath, [file, "session"], { env, stdio: "pipe" });
            child.stdin.on("error", () => undefined);
            if (typed !== undefined) child.stdin.end(typed);
            return { child, end: ended(child) };
        },
        /** The same at a terminal, which util-linux makes. */
        enterAtTerminal({ socket }: Pick<Container, "socket">) {
            const env = { PATH: process.env.PATH, TERM: "xterm", CONSOLE_SOCKET: socket };
            const session = `exec ${process.execPath} ${file} session`;
            const child = spawn("script", ["-qfec", session, "/dev/null"], { env, stdio: "pipe" });
            return { child, end: ended(child) };
        },
        /** Sessions of people that the server has. */
        sessions: async () => {
            const query =
                "SELECT usename, state FROM pg_stat_activity WHERE application_name LIKE 'console %'";
            return on.database.asRds(query);
        },
    } as {
        folder: string;
        env: Record<string, string>;
        database: Database;
        door: TokenDoor;
        start(more?: Record<string, string>): Container;
        enter(task: Pick<Container, "socket">, typed?: string): { child: ChildProcess; end: Promise<Ended> };
        enterAtTerminal(task: Pick<Container, "socket">): { child: ChildProcess; end: Promise<Ended> };
        sessions(): Promise<Record<string, unknown>[]>;
    };

    before(async function () {
        const programs = postgresFolder("complete");
        skipUnless(this, programs, "no PostgreSQL server: npm run servers");
        chmodSync(folder, 0o755);
        writeFileSync(file, imageBundle("console"));
        on.door = await startTokenDoor();
        on.database = await startDatabase(programs!, on.door);
        await on.database.renew();
        await makeIam(on.database);
        const master = await connectAsOnRds(on.database, MASTER);
        await master.query("CREATE TABLE orders (id bigint PRIMARY KEY, item text)");
        await master.query("INSERT INTO orders VALUES (1, 'kite')");
        await repair(master);
        await master.end();
        on.env = {
            ...{ ENVIRONMENT: "shop-live", MODE: "read", GENERATION: "a", MINUTES: "5" },
            ...{ DATABASE_HOST: "localhost", DATABASE_PORT: String(on.database.port) },
            ...{ DATABASE_NAME: "app", DATABASE_USER: "reporter_iam", RDS_CA_FILE: on.database.caFile },
            ...{ WHO: "arn:aws:sts::123456789012:assumed-role/Admin/jane", RECORDING_SECONDS: "0.05" },
            ...{ AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "secret-key" },
        };
    });
    after(async () => {
        await on.database?.stop();
        await on.door?.stop();
        rmSync(folder, { recursive: true, force: true });
    });
    return on;
}

/** What tells a task that writes, beside what one that reads is told. */
export const WRITE = { MODE: "write", DATABASE_USER: "migrator_iam", REASON: "order 1 was paid twice" };

/** Looks until there is something, for a minute. */
export async function found<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
    for (const end = performance.now() + 60_000; performance.now() < end; await wait(50)) {
        const seen = await look();
        if (seen !== undefined) return seen;
    }
    throw new Error("It never came.");
}
