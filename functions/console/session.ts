import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { onEach, send, type Order, type Word } from "./lines.ts";

/** Milliseconds between two looks at what psql wrote down. */
const LOOK_EVERY = 250;
/** Milliseconds that psql has to end by itself. */
const GRACE = 3000;

/**
 * What ECS Exec starts: psql at the terminal of a person, for as long as the task's own process lets it. It ends with
 * the terminal, and with that process.
 */
export function session(file: string): Promise<number> {
    return new Promise((resolve) => {
        const socket = connect(file);
        let psql: ChildProcess | undefined;
        const end = () => {
            if (psql === undefined) return;
            psql.kill("SIGTERM");
            setTimeout(() => psql?.kill("SIGKILL"), GRACE).unref();
        };
        // Ctrl-C is psql's: it cancels a statement.
        process.on("SIGINT", () => undefined);
        process.on("SIGHUP", end).on("SIGTERM", end);
        socket.on("error", (error) => console.error(`console: there is none in this task: ${error.message}`));
        socket.on("close", () => {
            end();
            if (psql === undefined) resolve(1);
        });
        onEach<Order>(socket, (order) => {
            if (order.says !== undefined) console.error(order.says);
            if (order.end !== undefined) console.error(`\nconsole: ${order.end}.`);
            if (order.end !== undefined) end();
            if (order.psql === undefined) return;
            const started = start(order.psql, socket);
            psql = started.child;
            void started.over.then(resolve);
        });
    });
}

/** psql, which writes down what it is told and what it answers; the other process gets that line by line. */
function start({ args, env }: NonNullable<Order["psql"]>, socket: Socket) {
    const folder = mkdtempSync(path.join(tmpdir(), "console-"));
    const record = path.join(folder, "record");
    const own = { PATH: process.env.PATH ?? "", HOME: folder, TERM: process.env.TERM ?? "xterm" };
    const child = spawn("psql", [...args, `--log-file=${record}`], {
        env: { ...own, LANG: "C.UTF-8", ...env },
        stdio: "inherit",
    });
    const pass = follow(record, (said) => send<Word>(socket, { said }));
    const timer = setInterval(pass, LOOK_EVERY);
    const over = new Promise<number>((resolve) => {
        const finish = (code: number) => {
            clearInterval(timer);
            pass();
            rmSync(folder, { recursive: true, force: true });
            send<Word>(socket, { code });
            socket.end();
            resolve(code);
        };
        child.once("error", (error) => {
            console.error(`console: psql can't be started: ${error.message}`);
            finish(127);
        });
        child.once("exit", (code) => finish(code ?? 128));
    });
    return { child, over };
}

/** Gives what was added to a file since the last time, in lines that are not empty; a line that is not whole waits. */
function follow(file: string, take: (line: string) => void): () => void {
    const chunk = Buffer.alloc(65_536);
    let at = 0;
    let rest = Buffer.alloc(0);
    return () => {
        if (!existsSync(file)) return;
        const handle = openSync(file, "r");
        for (let read; (read = readSync(handle, chunk, 0, chunk.length, at)) > 0; at += read)
            rest = Buffer.concat([rest, chunk.subarray(0, read)]);
        closeSync(handle);
        const whole = rest.subarray(0, rest.lastIndexOf("\n") + 1);
        rest = rest.subarray(whole.length);
        for (const line of whole.toString().split("\n")) if (line.trim() !== "") take(line);
    };
}
