import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "../../scripts/lib/local-server.ts";
import { MOTO } from "../../scripts/lib/server-parts.ts";

export function motoProgram(): string | undefined {
    const program = path.resolve(MOTO.folder, "bin/moto_server");
    return existsSync(program) ? program : undefined;
}

let started: Promise<number> | undefined;

/** The port of an empty moto. One serves all tests of this process, one after the other: to start it takes seconds. */
export async function emptyMoto(program: string): Promise<number> {
    started ??= start(program);
    const port = await started;
    await fetch(`http://127.0.0.1:${port}/moto-api/reset`, { method: "POST" });
    return port;
}

async function start(program: string): Promise<number> {
    const port = await freePort();
    const moto = spawn(program, ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
    process.once("exit", () => moto.kill("SIGTERM"));
    moto.unref();
    await answering(port, moto);
    return port;
}

async function answering(port: number, moto: ChildProcess): Promise<void> {
    for (let tries = 0; ; tries++) {
        const answer = await fetch(`http://127.0.0.1:${port}/moto-api/`).catch(() => undefined);
        if (answer) return;
        if (tries > 300 || moto.exitCode !== null) throw new Error("moto did not start within 30 s");
        await wait(100);
    }
}
