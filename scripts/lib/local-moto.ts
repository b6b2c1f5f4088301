import { spawn, type ChildProcess } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "./local-server.ts";

/** Starts simulated AWS on the loopback, and waits until it answers. */
export async function startMoto(program: string): Promise<{ port: number; process: ChildProcess }> {
    const port = await freePort();
    const moto = spawn(program, ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
    for (let tries = 0; ; tries++) {
        const answer = await fetch(`http://127.0.0.1:${port}/moto-api/`).catch(() => undefined);
        if (answer) return { port, process: moto };
        const hasEnded = moto.exitCode !== null || moto.signalCode !== null;
        if (tries > 600 || hasEnded) {
            moto.kill("SIGTERM");
            throw new Error("moto did not start within a minute");
        }
        await wait(100);
    }
}
