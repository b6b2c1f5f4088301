import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { found } from "../functions/console/container.ts";
import { jsonError, queryError } from "../support/aws.ts";
import { consoling } from "../support/consoling.ts";

describe("npm run psql, when something stands in the way", function () {
    const c = consoling();

    it("stops the task when a person gives up before it can be entered", async () => {
        c.ecs.unreachableFor = 100;
        const person = c.run();
        await found(() => (c.aws.asked.includes("ecs:ExecuteCommand") ? true : undefined));
        process.emit("SIGTERM", "SIGTERM");
        assert.equal(await person, 2);
        assert.match(c.shop.said, /psql: Given up \(SIGTERM\); nothing stays open\./);
        assert.deepEqual(c.ecs.stopped, ["the session is over"]);
    });

    it("starts nothing where a session could not be entered, or AWS says no, and says what to do", async () => {
        rmSync(c.shop.file("bin/session-manager-plugin"));
        assert.equal(await c.run(), 2);
        assert.match(c.shop.said, /There is no session-manager-plugin on PATH, .*install it/);
        c.plugin("");
        for (const [refusal, says] of [
            [queryError("ExpiredToken", "expired"), /sign in again/],
            [
                jsonError("AccessDeniedException", "not authorized to perform: ecs:RunTask on"),
                /You may not ecs:RunTask/,
            ],
        ] as const) {
            c.aws.standIns.unshift(({ action }) =>
                action === (refusal.body.startsWith("<") ? "GetCallerIdentity" : "RunTask")
                    ? refusal
                    : undefined,
            );
            assert.equal(await c.run(), 2);
            assert.match(c.shop.said, says);
            c.aws.standIns.shift();
        }
        assert.equal(c.ecs.tasks.length, 0);
        c.shop.outputs({});
        assert.equal(await c.run(), 2);
        assert.match(c.shop.said, /has no output "databaseConsoles"; deploy it with this version/);
    });

    it("stops the task when its person may start it and not enter it", async () => {
        const denied = jsonError(
            "AccessDeniedException",
            "x is not authorized to perform: ecs:ExecuteCommand on y",
        );
        c.aws.standIns.unshift(({ action }) => (action === "ExecuteCommand" ? denied : undefined));
        assert.equal(await c.run(), 2);
        assert.match(c.shop.said, /You may not ecs:ExecuteCommand; let somebody give your role that action/);
        assert.deepEqual(c.ecs.stopped, ["the session is over"]);
    });

    for (const [argv, says] of [
        [["--write", "because"], /--write is "because"; use why you have to write, in 10 to 256 characters/],
        [["--minutes", "241"], /--minutes is 241; use 1 to 240/],
        [["--generation", "c"], /--generation is c; use a or b/],
        [["--list", "--end"], /use one of --list and --end/],
        [["--end", "--minutes", "3"], /--minutes is for a session of your own/],
        [["--command", " "], /--command has 1 characters/],
    ] as const) {
        it(`refuses ${argv.join(" ")}, and starts nothing`, async () => {
            assert.equal(await c.run(...argv), 2);
            assert.match(c.shop.said, says);
            assert.equal(c.ecs.tasks.length, 0);
        });
    }
});
