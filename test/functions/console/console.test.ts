import assert from "node:assert/strict";
import { found, onConsole, WRITE, type Container } from "./container.ts";

describe("a console of the database", function () {
    this.timeout(300_000);
    const on = onConsole();
    const said = (task: Container) => task.printed().flatMap(({ psql }) => (psql ? [String(psql)] : []));
    const items = async () => (await on.database.asRds("SELECT item FROM orders")).map(({ item }) => item);

    beforeEach(async () => {
        await on.database.asRds("UPDATE orders SET item = 'kite'");
        on.door.seen.length = 0;
        on.door.allows = () => true;
    });

    it("reads as the reporter, with a token of the task's and no surroundings of its own, and the server refuses what writes", async () => {
        const task = on.start();
        await task.prints({ console: "started" });
        const writes =
            "UPDATE orders SET item = 'x';\nSET default_transaction_read_only = off;\nDELETE FROM orders;\n";
        const { code, stdout, stderr } = await on.enter(task, `SELECT item FROM orders;\n${writes}`).end;
        assert.equal(code, 0, stderr);
        assert.match(stdout, /kite/);
        assert.match(stderr, /cannot execute UPDATE in a read-only transaction/);
        assert.match(stderr, /permission denied for table orders/);
        assert.match(
            stderr,
            /generation a of shop-live \(localhost\), as reporter_iam, to read\. It ends at \d\d:\d\d UTC/,
        );
        assert.equal((await task.end).code, 0);
        assert.deepEqual(
            on.door.seen.map(({ user, url }) => [user, url.host]),
            [["reporter_iam", `localhost:${on.database.port}`]],
        );
    });

    it("writes down who, why and each statement as it comes, and shows nobody the token", async () => {
        const task = on.start({ ...WRITE });
        await task.prints({ console: "started", who: on.env.WHO, reason: WRITE.REASON, mode: "write" });
        const person = on.enter(task);
        person.child.stdin!.write("SELECT 'while it is open' AS seen;\n");
        await found(() => said(task).find((line) => line.includes("while it is open")));
        person.child.stdin!.end();
        const { stdout, stderr } = await person.end;
        const end = await task.prints({
            console: "ended",
            how: "it was closed",
            code: 0,
            user: "migrator_iam",
        });
        assert.equal(end.generation, "a");
        const all = JSON.stringify(task.printed()) + stdout + stderr + (await task.end).stderr;
        assert.ok(!/X-Amz|secret-key/.test(all), all);
    });

    it("keeps nothing that a person writes before COMMIT, and what is made then is the migrator's", async () => {
        const first = on.start(WRITE);
        await first.prints({ console: "started" });
        await on.enter(first, "UPDATE orders SET item = 'lost';\n").end;
        assert.deepEqual(await items(), ["kite"]);
        const second = on.start(WRITE);
        await second.prints({ console: "started" });
        const made = "CREATE TABLE repaired AS SELECT * FROM orders;";
        const { stderr } = await on.enter(second, `UPDATE orders SET item = 'ball';\n${made}\nCOMMIT;\n`).end;
        assert.deepEqual(await items(), ["ball"], stderr);
        const [owner] = await on.database.asRds(
            "SELECT tableowner FROM pg_tables WHERE tablename = 'repaired'",
        );
        assert.deepEqual(owner, { tableowner: "migrator" });
        await Promise.all([first.end, second.end]);
    });

    it("runs what it was started with as a whole or not at all, and exits as psql does", async () => {
        const run = async (SQL: string) => {
            const task = on.start({ ...WRITE, SQL });
            await task.prints({ console: "started", sql: SQL });
            await on.enter(task, "").end;
            return (await task.end).code;
        };
        assert.notEqual(await run("UPDATE orders SET item = 'half'; SELECT 1/0"), 0);
        assert.deepEqual(await items(), ["kite"]);
        assert.equal(await run("UPDATE orders SET item = 'whole'; SELECT 1"), 0);
        assert.deepEqual(await items(), ["whole"]);
    });

    it("ends at its time in the middle of a statement, and the server rolls back", async () => {
        const inTheMiddle = async (minutes: number): Promise<[Container, ReturnType<typeof on.enter>]> => {
            const task = on.start({ ...WRITE, MINUTES: String(minutes) });
            await task.prints({ console: "started" });
            const person = on.enter(task);
            person.child.stdin!.write("UPDATE orders SET item = 'late';\nSELECT pg_sleep(60);\n");
            const isThere = await found(async () => {
                if ((await on.sessions()).some(({ state }) => state === "active")) return true;
                return task.child.exitCode === null ? undefined : false;
            });
            // The time of a task runs from its start: on a slow machine it may be up before anybody is in.
            return isThere ? [task, person] : inTheMiddle(2 * minutes);
        };
        const [task, person] = await inTheMiddle(0.04);
        assert.match((await person.end).stderr, /console: its time is up/);
        assert.equal((await task.end).code, 124);
        await task.prints({ console: "ended", how: "its time is up" });
        await found(async () => ((await on.sessions()).length === 0 ? true : undefined));
        assert.deepEqual(await items(), ["kite"]);
    });

    it("ends when no session begins, and when somebody stops it", async () => {
        const alone = await on.start({ PATIENCE_SECONDS: "0.2" }).end;
        assert.equal(alone.code, 1);
        assert.match(alone.stdout, /"ended","how":"no session began"/);
        const task = on.start();
        await task.prints({ console: "started" });
        const person = on.enter(task);
        await task.prints({ console: "session" });
        await found(async () => (await on.sessions())[0]);
        task.child.kill("SIGTERM");
        assert.match((await person.end).stderr, /console: somebody stopped the task/);
        assert.equal((await task.end).code, 143);
        await found(async () => ((await on.sessions()).length === 0 ? true : undefined));
    });

    for (const signal of ["SIGHUP", "SIGKILL"] as const) {
        it(`ends with the terminal of its person (${signal})`, async () => {
            const task = on.start();
            await task.prints({ console: "started" });
            const person = on.enter(task);
            await found(async () => (await on.sessions())[0]);
            person.child.kill(signal);
            // psql outlives its parent until its terminal is gone.
            if (signal === "SIGKILL") person.child.stdin!.destroy();
            await task.prints({ console: "ended" });
            assert.notEqual((await task.end).code, 0);
            await found(async () => ((await on.sessions()).length === 0 ? true : undefined));
        });
    }

    it("is psql at a terminal: it says where one is, and Ctrl-C cancels a statement and not the session", async () => {
        const task = on.start(WRITE);
        await task.prints({ console: "started" });
        const { child, end } = on.enterAtTerminal(task);
        child.stdin!.write("SELECT pg_sleep(60);\n");
        await found(async () => (await on.sessions()).find(({ state }) => state === "active"));
        child.stdin!.write("\u0003");
        await found(() => said(task).find((line) => line.includes("pg_sleep")));
        await found(async () =>
            (await on.sessions()).find(({ state }) => state?.toString().startsWith("idle in")),
        );
        child.stdin!.write("\\q\n");
        const { code, stdout } = await end;
        assert.equal(code, 0);
        assert.match(stdout, /canceling statement due to user request/);
        assert.match(stdout, /shop-live a WRITE app=> .*shop-live a WRITE app!=> /s);
        await task.end;
    });

    it("has one session and no other, and there is none outside of a task", async () => {
        const task = on.start();
        await task.prints({ console: "started" });
        const person = on.enter(task);
        await task.prints({ console: "session" });
        const other = await on.enter(task, "SELECT 1;").end;
        assert.equal(other.code, 1);
        assert.match(other.stderr, /console: this console has had its session/);
        person.child.stdin!.end();
        assert.equal((await person.end).code, 0);
        await task.end;
        const none = await on.enter(task, "SELECT 1;").end;
        assert.equal(none.code, 1);
        assert.match(none.stderr, /console: there is none in this task/);
    });

    it("says why nobody is let in: by IAM, or by a server that another authority signed for", async () => {
        on.door.allows = () => false;
        const refused = on.start();
        await refused.prints({ console: "started" });
        const { code, stderr } = await on.enter(refused, "SELECT 1;").end;
        assert.equal(code, 2);
        assert.match(stderr, /authentication failed for user "reporter_iam"/);
        on.door.seen.length = 0;
        const elsewhere = on.start({ RDS_CA_FILE: "package.json" });
        await elsewhere.prints({ console: "started" });
        assert.equal((await on.enter(elsewhere, "SELECT 1;").end).code, 2);
        assert.equal(on.door.seen.length, 0);
        assert.deepEqual([(await refused.end).code, (await elsewhere.end).code], [2, 2]);
    });

    it("does not start without a reason to write, nor for longer than four hours", async () => {
        const { code, stderr } = await on.start({ ...WRITE, REASON: "", MINUTES: "241" }).end;
        assert.equal(code, 1);
        assert.match(stderr, /MINUTES is \\"241\\"; use more than 0, at most 240/);
        assert.match(stderr, /REASON is not set; use why somebody has to write/);
    });
});
