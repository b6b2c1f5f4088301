import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { TestEnvironment } from "./environment.ts";
import { HOUSE } from "./house.ts";

/** Starts `npm run restore` and kills it as soon as what it called hangs; that is over, too, a little later. */
export async function killedRestore(shop: TestEnvironment, argv: string[]): Promise<void> {
    const script = [join(HOUSE, "scripts/restore.ts"), ...argv];
    const cwd = shop.project.folder;
    const child = spawn(process.execPath, ["--import", "tsx/esm", ...script], { cwd, stdio: "ignore" });
    const ended = once(child, "exit");
    for (let tries = 0; !existsSync(shop.file("hanging.pid")); tries++) {
        assert.ok(tries < 600 && child.exitCode === null, "it never came so far");
        await wait(100);
    }
    child.kill("SIGKILL");
    await ended;
    await wait(100);
    process.kill(Number(shop.read("hanging.pid")), "SIGKILL");
}
