import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { found } from "../functions/console/container.ts";
import type { ConsoleService } from "../support/console-service.ts";
import { consoling, definition, REASON } from "../support/consoling.ts";
import { HOUSE } from "../support/house.ts";

describe("npm run psql", function () {
    this.timeout(300_000);
    const c = consoling();

    it("opens psql on the generation that serves, says where it is recorded, and stops the task after it", async () => {
        assert.equal(await c.runTyping("SELECT item FROM orders;\nDELETE FROM orders;\n"), 0, c.shop.said);
        assert.match(c.shop.said, /kite/);
        assert.match(c.shop.said, /cannot execute DELETE in a read-only transaction/);
        assert.match(
            c.shop.said,
            /a console to read generation a of shop-live \(shop-live-a\), for 30 minutes/,
        );
        assert.match(c.shop.said, /the log groups \/shop-live\/exec and \/shop-live\/console/);
        assert.match(
            c.shop.said,
            /Next, to read what was done: aws logs tail \/shop-live\/console --since 35m/,
        );
        const [{ asked, container }] = c.ecs.tasks as [ConsoleService["tasks"][0]];
        const { awsvpcConfiguration } = asked.networkConfiguration as Record<string, unknown>;
        assert.deepEqual(awsvpcConfiguration, {
            ...{ subnets: ["subnet-1", "subnet-2"], securityGroups: ["sg-own", "sg-operator"] },
            assignPublicIp: "DISABLED",
        });
        assert.deepEqual([asked.taskDefinition, asked.enableExecuteCommand], [definition("read"), true]);
        assert.deepEqual(c.ecs.stopped, ["the session is over"]);
        assert.deepEqual(
            c.ecs.entered.map(({ container: into, command, interactive }) => [into, command, interactive]),
            [["console-read", "/usr/local/bin/node /app/index.cjs session", true]],
        );
        const start = await container.prints({ console: "started" });
        assert.match(String(start.who), /^arn:aws:sts::123456789012:/);
        await container.end;
    });

    it("writes as a whole what it is given, with a reason, once the environment's name was typed", async () => {
        const sql = ["--write", REASON, "--command", "UPDATE orders SET item = 'ball'", "--minutes", "5"];
        assert.equal(await c.run(...sql), 2);
        assert.match(c.shop.said, /Type the environment's name, shop-live, .*Nothing was changed\./s);
        c.shop.answers = ["shop-live"];
        assert.equal(await c.run(...sql), 0, c.shop.said);
        assert.deepEqual([await c.items(), c.ecs.tasks.length], [["ball"], 1]);
        const told = c.ecs.tasks[0]!.container.printed()[0]!;
        assert.deepEqual([told.reason, told.minutes, told.user], [REASON, 5, "migrator_iam"]);
        assert.match(c.shop.said, new RegExp(`to write generation a .*, because: ${REASON}\\.`));
        assert.equal(
            await c.run("--write", REASON, "--yes", "--command", "UPDATE orders SET nothing = 1"),
            1,
        );
        assert.match(c.shop.said, /psql: it ended with 1\./);
    });

    it("waits until the agent can be reached, and gives two people two tasks", async () => {
        c.ecs.unreachableFor = 2;
        const both = await Promise.all([c.run("--command", "SELECT 1"), c.run("--command", "SELECT 2")]);
        assert.deepEqual(both, [0, 0], c.shop.said);
        assert.equal(c.ecs.tasks.length, 2);
        const [one, other] = c.ecs.tasks.map(({ asked }) => asked.clientToken);
        assert.notEqual(one, other);
    });

    const half = "UPDATE orders SET item = 'half';\n";
    const isHalf = () =>
        found(async () => (await c.on.sessions()).find(({ state }) => state === "idle in transaction"));

    it("stops the task when the terminal goes away, and nothing of the session is kept", async () => {
        const person = c.runTyping({ typed: half }, "--write", REASON, "--yes");
        await isHalf();
        process.emit("SIGHUP", "SIGHUP");
        assert.equal(await person, 1);
        assert.deepEqual(c.ecs.stopped, ["the session is over"]);
        await c.closed();
        assert.deepEqual(await c.items(), ["kite"]);
    });

    it("leaves a task that ends by itself when it is killed, and the server rolls back", async () => {
        const script = [
            "--import",
            "tsx/esm",
            path.join(HOUSE, "scripts/psql.ts"),
            "--write",
            REASON,
            "--yes",
        ];
        const person = spawn(process.execPath, script, {
            cwd: c.shop.project.folder,
            stdio: ["pipe", "ignore", "ignore"],
        });
        person.stdin.on("error", () => undefined);
        person.stdin.write(half);
        await isHalf();
        person.kill("SIGKILL");
        person.stdin.destroy();
        await found(() => c.ecs.tasks[0]!.container.child.exitCode ?? undefined);
        await c.closed();
        assert.deepEqual([c.ecs.stopped, await c.items()], [[], ["kite"]]);
    });

    it("lists what is open, and ends it when the environment's name was typed", async () => {
        assert.equal(await c.run("--list"), 0);
        assert.match(c.shop.said, /no console is open/);
        const person = c.runTyping({ typed: "SELECT 1;\n" }, "--write", REASON, "--yes");
        await found(async () => (await c.on.sessions())[0]);
        assert.equal(await c.run("--list"), 0);
        assert.match(
            c.shop.data[0]!,
            /TASK .*\nconsole-0 +write +a +arn:aws:sts::\S+ +30 +order 1 was paid twice$/,
        );
        assert.equal(await c.run("--end"), 2);
        assert.deepEqual(c.ecs.stopped, []);
        c.shop.answers = ["shop-live"];
        assert.equal(await c.run("--end"), 0);
        assert.equal(await person, 1);
        assert.match(c.shop.said, /console: somebody stopped the task/);
        assert.match(c.ecs.stopped[0]!, /^ended by arn:aws:sts::123456789012:/);
        await c.closed();
    });
});
