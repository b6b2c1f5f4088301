import { existsSync } from "node:fs";
import path from "node:path";
import { startMoto } from "../../scripts/lib/local-moto.ts";
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
    const { port, process: moto } = await startMoto(program);
    process.once("exit", () => moto.kill("SIGTERM"));
    moto.unref();
    return port;
}
