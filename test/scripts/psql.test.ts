import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { main } from "../../scripts/psql.ts";
import { found, onConsole } from "../functions/console/container.ts";
import { jsonError, queryError, startAws, type Aws, type Reply } from "../support/aws.ts";
import { ended } from "../support/command.ts";
import { consoleService, type ConsoleService } from "../support/console-service.ts";
import { ACCOUNT, REGION, TestEnvironment } from "../support/environment.ts";
import { HOUSE } from "../support/house.ts";
import { motoProgram } from "../support/moto.ts";
import { skipUnless } from "../support/skip.ts";

const definition = (mode: string) =>
    `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/shop-live-console-${mode}:3`;
const OUTPUTS = {
    clusterName: "live",
    databaseConsoles: {
        ...{ read: definition("read"), write: definition("write") },
        ...{ subnetIds: "subnet-1,subnet-2", securityGroupIds: "sg-own,sg-operator" },
    },
    databaseGenerations: { a: "shop-live-a", b: "shop-live-b" },
};
const REASON = "order 1 was paid twice";

describe("npm run psql", function () {
    this.timeout(60_000);
    const on = onConsole();
    let aws: Aws;
    let shop: TestEnvironment;
    let ecs: ConsoleService;

    before(async function () {
        const program = motoProgram();
        skipUnless(this, program, "moto is not installed: npm run servers");
        aws = await startAws(program!);
    });
    after(() => aws?.stop());
    beforeEach(async () => {
        await aws.reset();
        ecs = consoleService((told) => on.start(told));
        aws.standIns.push(ecs.answer, (call) =>
            call.action === "DescribeDBInstances" ? instance() : undefined,
        );
        shop = new TestEnvironment();
        shop.outputs(OUTPUTS);
        // Stands in for the plugin of Session Manager: its session's address is the container's socket.
        const enter = `exec env CONSOLE_SOCKET="$socket" ${process.execPath} ${path.join(on.folder, "index.cjs")} session`;
        const socket = `socket=$(node -p 'JSON.parse(process.argv[1]).StreamUrl' "$1")`;
        shop.project.write({
            "bin/session-manager-plugin": `#!/bin/sh\n[ "$1" = --version ] && exit 0\n${socket}\n${enter}\n`,
        });
        chmodSync(shop.file("bin/session-manager-plugin"), 0o755);
        await on.database.asRds("UPDATE orders SET item = 'kite'");
    });
    afterEach(async () => {
        for (const { container } of ecs.tasks) container.child.kill("SIGKILL");
        shop.remove();
    });

    /** One instance that answers where the test's server does. */
    const instance = (): Reply => {
        const endpoint = `<Endpoint><Address>localhost</Address><Port>${on.env.DATABASE_PORT}</Port></Endpoint>`;
        const one = `<DBInstance><DBInstanceStatus>available</DBInstanceStatus>${endpoint}</DBInstance>`;
        const result = `<DescribeDBInstancesResult><DBInstances>${one}</DBInstances></DescribeDBInstancesResult>`;
        const body = `<DescribeDBInstancesResponse>${result}</DescribeDBInstancesResponse>`;
        return { headers: { "content-type": "text/xml" }, body };
    };
    const run = (...argv: string[]) => runTyping("", ...argv);
    /** With a terminal at which somebody types all of a text, or something, and stays. */
    const runTyping = (text: string | { typed: string }, ...argv: string[]) => {
        shop.lines.length = shop.data.length = 0;
        const attach = async (command: string, args: string[]) => {
            const child = spawn(command, args, { stdio: "pipe" });
            const end = () => void child.kill("SIGTERM");
            process.once("SIGHUP", end);
            if (typeof text === "string") child.stdin.end(text);
            else child.stdin.write(text.typed);
            const { code, stdout, stderr } = await ended(child);
            process.off("SIGHUP", end);
            shop.lines.push(stdout, stderr);
            return code ?? 128;
        };
        return main(argv, { ...shop.world, attach, pause: () => wait(50) });
    };
    const items = async () => (await on.database.asRds("SELECT item FROM orders")).map(({ item }) => item);
    const closed = () => found(async () => ((await on.sessions()).length === 0 ? true : undefined));

    it("opens psql on the generation that serves, says where it is recorded, and stops the task after it", async () => {
        assert.equal(await runTyping("SELECT item FROM orders;\nDELETE FROM orders;\n"), 0, shop.said);
        assert.match(shop.said, /kite/);
        assert.match(shop.said, /cannot execute DELETE in a read-only transaction/);
        assert.match(
            shop.said,
            /a console to read generation a of shop-live \(shop-live-a\), for 30 minutes/,
        );
        assert.match(shop.said, /the log groups \/shop-live\/exec and \/shop-live\/console/);
        assert.match(
            shop.said,
            /Next, to read what was done: aws logs tail \/shop-live\/console --since 35m/,
        );
        const [{ asked, container }] = ecs.tasks as [ConsoleService["tasks"][0]];
        const { awsvpcConfiguration } = asked.networkConfiguration as Record<string, unknown>;
        assert.deepEqual(awsvpcConfiguration, {
            ...{ subnets: ["subnet-1", "subnet-2"], securityGroups: ["sg-own", "sg-operator"] },
            assignPublicIp: "DISABLED",
        });
        assert.deepEqual([asked.taskDefinition, asked.enableExecuteCommand], [definition("read"), true]);
        assert.deepEqual(ecs.stopped, ["the session is over"]);
        assert.deepEqual(
            ecs.entered.map(({ container: into, command, interactive }) => [into, command, interactive]),
            [["console-read", "/usr/local/bin/node /app/index.cjs session", true]],
        );
        const start = await container.prints({ console: "started" });
        assert.match(String(start.who), /^arn:aws:sts::123456789012:/);
        await container.end;
    });

    it("writes as a whole what it is given, with a reason, once the environment's name was typed", async () => {
        const sql = ["--write", REASON, "--command", "UPDATE orders SET item = 'ball'", "--minutes", "5"];
        assert.equal(await run(...sql), 2);
        assert.match(shop.said, /Type the environment's name, shop-live, .*Nothing was changed\./s);
        shop.answers = ["shop-live"];
        assert.equal(await run(...sql), 0, shop.said);
        assert.deepEqual([await items(), ecs.tasks.length], [["ball"], 1]);
        const told = ecs.tasks[0]!.container.printed()[0]!;
        assert.deepEqual([told.reason, told.minutes, told.user], [REASON, 5, "migrator_iam"]);
        assert.match(shop.said, new RegExp(`to write generation a .*, because: ${REASON}\\.`));
        assert.equal(await run("--write", REASON, "--yes", "--command", "UPDATE orders SET nothing = 1"), 1);
        assert.match(shop.said, /psql: it ended with 1\./);
    });

    it("waits until the agent can be reached, and gives two people two tasks", async () => {
        ecs.unreachableFor = 2;
        const both = await Promise.all([run("--command", "SELECT 1"), run("--command", "SELECT 2")]);
        assert.deepEqual(both, [0, 0], shop.said);
        assert.equal(ecs.tasks.length, 2);
        const [one, other] = ecs.tasks.map(({ asked }) => asked.clientToken);
        assert.notEqual(one, other);
    });

    const half = "UPDATE orders SET item = 'half';\n";
    const isHalf = () =>
        found(async () => (await on.sessions()).find(({ state }) => state === "idle in transaction"));

    it("stops the task when the terminal goes away, and nothing of the session is kept", async () => {
        const person = runTyping({ typed: half }, "--write", REASON, "--yes");
        await isHalf();
        process.emit("SIGHUP", "SIGHUP");
        assert.equal(await person, 1);
        assert.deepEqual(ecs.stopped, ["the session is over"]);
        await closed();
        assert.deepEqual(await items(), ["kite"]);
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
            cwd: shop.project.folder,
            stdio: ["pipe", "ignore", "ignore"],
        });
        person.stdin.on("error", () => undefined);
        person.stdin.write(half);
        await isHalf();
        person.kill("SIGKILL");
        person.stdin.destroy();
        await found(() => ecs.tasks[0]!.container.child.exitCode ?? undefined);
        await closed();
        assert.deepEqual([ecs.stopped, await items()], [[], ["kite"]]);
    });

    it("stops the task when a person gives up before it can be entered", async () => {
        ecs.unreachableFor = 100;
        const person = run();
        await found(() => (aws.asked.includes("ecs:ExecuteCommand") ? true : undefined));
        process.emit("SIGTERM", "SIGTERM");
        assert.equal(await person, 2);
        assert.match(shop.said, /psql: Given up \(SIGTERM\); nothing stays open\./);
        assert.deepEqual(ecs.stopped, ["the session is over"]);
    });

    it("lists what is open, and ends it when the environment's name was typed", async () => {
        assert.equal(await run("--list"), 0);
        assert.match(shop.said, /no console is open/);
        const person = runTyping({ typed: "SELECT 1;\n" }, "--write", REASON, "--yes");
        await found(async () => (await on.sessions())[0]);
        assert.equal(await run("--list"), 0);
        assert.match(
            shop.data[0]!,
            /TASK .*\nconsole-0 +write +a +arn:aws:sts::\S+ +30 +order 1 was paid twice$/,
        );
        assert.equal(await run("--end"), 2);
        assert.deepEqual(ecs.stopped, []);
        shop.answers = ["shop-live"];
        assert.equal(await run("--end"), 0);
        assert.equal(await person, 1);
        assert.match(shop.said, /console: somebody stopped the task/);
        assert.match(ecs.stopped[0]!, /^ended by arn:aws:sts::123456789012:/);
        await closed();
    });

    it("starts nothing where a session could not be entered, or AWS says no, and says what to do", async () => {
        rmSync(shop.file("bin/session-manager-plugin"));
        assert.equal(await run(), 2);
        assert.match(shop.said, /There is no session-manager-plugin on PATH, .*install it/);
        shop.project.write({ "bin/session-manager-plugin": "#!/bin/sh\n" });
        chmodSync(shop.file("bin/session-manager-plugin"), 0o755);
        for (const [refusal, says] of [
            [queryError("ExpiredToken", "expired"), /sign in again/],
            [
                jsonError("AccessDeniedException", "not authorized to perform: ecs:RunTask on"),
                /You may not ecs:RunTask/,
            ],
        ] as const) {
            aws.standIns.unshift(({ action }) =>
                action === (refusal.body.startsWith("<") ? "GetCallerIdentity" : "RunTask")
                    ? refusal
                    : undefined,
            );
            assert.equal(await run(), 2);
            assert.match(shop.said, says);
            aws.standIns.shift();
        }
        assert.equal(ecs.tasks.length, 0);
        shop.outputs({});
        assert.equal(await run(), 2);
        assert.match(shop.said, /has no output "databaseConsoles"; deploy it with this version/);
    });

    it("stops the task when its person may start it and not enter it", async () => {
        const denied = jsonError(
            "AccessDeniedException",
            "x is not authorized to perform: ecs:ExecuteCommand on y",
        );
        aws.standIns.unshift(({ action }) => (action === "ExecuteCommand" ? denied : undefined));
        assert.equal(await run(), 2);
        assert.match(shop.said, /You may not ecs:ExecuteCommand; let somebody give your role that action/);
        assert.deepEqual(ecs.stopped, ["the session is over"]);
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
            assert.equal(await run(...argv), 2);
            assert.match(shop.said, says);
            assert.equal(ecs.tasks.length, 0);
        });
    }
});
