import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ended, pack, startBelowShell, startRehearse } from "../support/command.ts";
import { TemporaryProject } from "../support/project.ts";
import { until } from "../support/until.ts";

/** Leaves a file with the name of the process that it runs in. */
const note = (who: string, pid = "process.pid") =>
    `require("node:fs").writeFileSync(process.env.NOTES + "/${who}", String(${pid}));`;

/** A program that has started a process of its own and then stands still for ever: it can't notice anything. */
const PROGRAM = `import { createRequire } from "node:module";
import { spawn } from "node:child_process";
const require = createRequire(import.meta.url);
${note("grandchild", 'spawn("sleep", ["300"], { stdio: "ignore" }).pid')}
${note("program")}
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
`;
const WHO = ["grandchild", "pack", "program"];

function isRunning(pid: string): boolean {
    try {
        // One that has ended and waits for its parent to notice ("Z") runs no more.
        return !/^Z/.test(execFileSync("ps", ["-o", "stat=", "-p", pid], { encoding: "utf8" }));
    } catch {
        return false;
    }
}

function written(file: string): boolean {
    return existsSync(file) && readFileSync(file, "utf8") !== "";
}

/** Interrupts a rehearsal in the middle; what it answers, and that nothing of it is left. */
async function interrupted(signal: NodeJS.Signals, begin = startRehearse): Promise<number | null> {
    const project = new TemporaryProject({
        "index.ts": PROGRAM,
        "notes/.keep": "here",
        ...pack("pack", {}, note("pack")),
    });
    try {
        const notes = join(project.folder, "notes");
        const packs = ["--policy-pack", join(project.folder, "pack")];
        const child = begin(["--cwd", project.folder, ...packs], { NOTES: notes });
        const end = ended(child);
        await until(() => WHO.every((who) => written(join(notes, who))));
        const pids = readdirSync(notes)
            .filter((who) => who !== ".keep")
            .map((who) => readFileSync(join(notes, who), "utf8"));
        assert.equal(pids.filter(isRunning).length, WHO.length);
        child.kill(signal);
        const { code } = await end;
        await until(
            () => !pids.some(isRunning),
            () => `the end of ${pids.join(", ")}`,
        );
        return code;
    } finally {
        project.remove();
    }
}

describe("a rehearsal that is interrupted", function () {
    this.timeout(300_000);

    for (const [signal, code] of [
        ["SIGINT", 130],
        ["SIGTERM", 143],
        ["SIGKILL", null],
    ] as const) {
        it(`by ${signal} ends with ${code ?? "the signal"}, and so does all that it started`, async () => {
            assert.equal(await interrupted(signal), code);
        });
    }

    it("by SIGTERM to the shell that npm puts above it ends as well", async () => {
        assert.equal(await interrupted("SIGTERM", startBelowShell), null);
    });
});
