import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { HOUSE } from "../support/house.ts";
import { restoring, YESTERDAY } from "../support/restoring.ts";

const ASKED = ["--to", YESTERDAY, "--apply", "--yes"];

describe("a restore that is killed", function () {
    this.timeout(120_000);
    const r = restoring();

    for (const step of ["preview", "up"]) {
        it(`during \`pulumi ${step}\` goes on from the settings and AWS, for it keeps nothing anywhere else`, async () => {
            r.shop.pulumi({ hangs: step });
            const script = [join(HOUSE, "scripts/restore.ts"), ...ASKED];
            const child = spawn(process.execPath, ["--import", "tsx/esm", ...script], {
                cwd: r.shop.project.folder,
                stdio: "ignore",
            });
            const ended = once(child, "exit");
            for (let tries = 0; !existsSync(r.shop.file("hanging.pid")); tries++) {
                assert.ok(tries < 600 && child.exitCode === null, "it never came so far");
                await wait(100);
            }
            child.kill("SIGKILL");
            await ended;
            await wait(100);
            process.kill(Number(r.shop.read("hanging.pid")), "SIGKILL");
            const files = readdirSync(r.shop.project.folder).filter((file) => file.startsWith("."));
            assert.deepEqual(files, []);
            r.shop.pulumi({ hangs: undefined });
            assert.equal(await r.run(...ASKED), 0);
            assert.equal(r.shop.settings.match(/resourceId/g)?.length, 1);
            assert.match(r.shop.asked.at(-1) ?? "", /^up .* # a b$/);
        });
    }
});
