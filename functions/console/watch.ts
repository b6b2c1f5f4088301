import { chmodSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { onEach, send, type Order, type Word } from "./lines.ts";
import { psqlOf } from "./psql.ts";
import type { Settings } from "./settings.ts";

interface End {
    how: string;
    /** Exit code of the task: psql's own, or why there is none. */
    code: number;
}

/** Minutes before the end at which a person is told. */
const WARNING_MINUTES = 2;

/**
 * Waits for one session and outlives it by some seconds, or ends it: at its time, whatever has become of who began it.
 * The task is this process, so nothing stays open when it ends; what it prints is the record.
 */
export async function watch(settings: Settings, tell: (entry: object) => void): Promise<number> {
    const { sql, database, ...shown } = settings;
    const { environment, mode, who, reason, minutes } = shown;
    const about = { environment, ...database, mode, who, reason, minutes, ...(sql !== undefined && { sql }) };
    const begun = Date.now();
    const server = createServer();
    let session: Socket | undefined;
    const end = await new Promise<End>((resolve, reject) => {
        const nobody = { how: "no session began", code: 1 };
        const patience = setTimeout(() => resolve(nobody), settings.patienceSeconds * 1000);
        const left = `console: it ends in ${WARNING_MINUTES} minutes; what is not committed is rolled back.`;
        const early = Math.max(0, minutes - WARNING_MINUTES) * 60_000;
        if (early > 0) setTimeout(() => session && send<Order>(session, { says: left }), early).unref();
        setTimeout(() => resolve({ how: "its time is up", code: 124 }), minutes * 60_000).unref();
        for (const signal of ["SIGTERM", "SIGINT"] as const)
            process.on(signal, () => resolve({ how: "somebody stopped the task", code: 143 }));
        server.on("connection", (socket) => {
            if (session !== undefined) return refuse(socket, "this console has had its session");
            session = socket;
            clearTimeout(patience);
            tell({ console: "session", who });
            void serve(socket, settings, tell).then(resolve);
        });
        server.once("error", reject);
        listen(server, settings.socket, () => tell({ console: "started", ...about }));
    });
    if (session !== undefined) await closed(session, end.how);
    const seconds = Math.round((Date.now() - begun) / 1000);
    tell({ console: "ended", ...end, seconds, ...about });
    server.close();
    if (session !== undefined) await wait(settings.recordingSeconds * 1000);
    return end.code;
}

function listen(server: ReturnType<typeof createServer>, socket: string, begin: () => void): void {
    rmSync(socket, { force: true });
    server.listen(socket, () => {
        // ECS Exec runs what it runs as root without any capability: to this file it is a stranger.
        chmodSync(socket, 0o666);
        begin();
    });
}

/** Hands out psql and a token, and writes down what is said, until the session is over. */
async function serve(socket: Socket, settings: Settings, tell: (entry: object) => void): Promise<End> {
    let code: number | undefined;
    onEach<Word>(socket, (word) => {
        if (word.said !== undefined) tell({ psql: word.said });
        code ??= word.code;
    });
    const over = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    try {
        const psql = await psqlOf(settings);
        send<Order>(socket, { psql, says: greeting(settings) });
    } catch (error) {
        const how = `no token could be made: ${(error as Error).message}`;
        refuse(socket, how);
        return { how, code: 1 };
    }
    await over;
    return code === undefined ? { how: "the session broke off", code: 1 } : { how: "it was closed", code };
}

function greeting({ environment, mode, minutes, database, sql }: Settings): string {
    const until = new Date(Date.now() + minutes * 60_000).toISOString().slice(11, 16);
    const where = `console: generation ${database.generation} of ${environment} (${database.host}), as ${database.user}`;
    const writes = sql === undefined ? "nothing is kept before COMMIT" : "in one transaction";
    const may = mode === "write" ? `to WRITE: ${writes}` : "to read";
    return `${where}, ${may}. It ends at ${until} UTC, and all of it is recorded.`;
}

function refuse(socket: Socket, why: string): void {
    socket.on("error", () => undefined);
    send<Order>(socket, { end: why });
    socket.end();
}

/** Tells the session to end, and waits until it has. */
async function closed(socket: Socket, why: string): Promise<void> {
    if (socket.closed) return;
    const over = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    send<Order>(socket, { end: why });
    // A session that does not listen ends with this process.
    await Promise.race([over, wait(10_000, undefined, { ref: false })]);
    socket.destroy();
}
