import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { realpathSync } from "node:fs";
import { realWorld } from "../../../scripts/lib/world.ts";

describe("what a script runs", () => {
    const world = realWorld();

    it("keeps stdout apart when it is to be parsed: a warning is no data", async () => {
        const script = "echo '{}'; echo warning >&2";
        const apart = await world.run("sh", ["-c", script.replace("warning", "")], { stdoutOnly: true });
        assert.equal(apart.output, "{}\n");
        const both = await world.run("sh", ["-c", script]);
        assert.match(both.output, /warning/);
    });

    it("runs in the folder that it is told", async () => {
        const { output } = await world.run("pwd", [], { cwd: tmpdir() });
        assert.equal(output.trim(), realpathSync(tmpdir()));
    });

    it("hands its terminal over, and takes along what is there when its own terminal goes away", async () => {
        assert.equal(await world.attach("sh", ["-c", "exit 7"]), 7);
        assert.equal(await world.attach("no-such-command", []), 127);
        const attached = world.attach("sleep", ["60"]);
        process.emit("SIGHUP", "SIGHUP");
        assert.equal(await attached, 128);
    });

    it("asks nobody when nobody is at a terminal", async function () {
        if (process.stdin.isTTY) Object.defineProperty(process.stdin, "isTTY", { value: false });
        assert.equal(await world.ask("? "), undefined);
    });
});
