import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { TestEnvironment } from "./environment.ts";
import { HOUSE } from "./house.ts";
import { until } from "./until.ts";

/** Starts `npm run restore` and kills it as soon as what it called hangs; that is over, too, a little later. */
export async function killedRestore(shop: TestEnvironment, argv: string[]): Promise<void> {
    const script = [join(HOUSE, "scripts/restore.ts"), ...argv];
    const cwd = shop.project.folder;
    const child = spawn(process.execPath, ["--import", "tsx/esm", ...script], { cwd, stdio: "ignore" });
    const ended = once(child, "exit");
    let hanging = 0;
    await until(() => {
        assert.ok(child.exitCode === null, "it never came so far");
        // A file is there before its text is: without it this would be 0, which is our own group.
        if (existsSync(shop.file("hanging.pid"))) hanging = Number(shop.read("hanging.pid"));
        return hanging > 0;
    });
    child.kill("SIGKILL");
    await ended;
    await wait(100);
    process.kill(hanging, "SIGKILL");
}
