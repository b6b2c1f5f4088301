import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { checkFence, fence, isFenced, isFencedOrGivenUp, unfence } from "../../../functions/roles/fence.ts";
import { LOCK } from "../../../functions/roles/locked.ts";
import { repair } from "../../../functions/roles/repair.ts";
import { MASTER } from "./database.ts";
import { freshRoles } from "./fresh-roles.ts";

const HERE = "acme-a";

describe("the fence of a generation", function () {
    const { as, asRds, master, run, user } = freshRoles();
    const canSignIn = async () =>
        (await asRds("SELECT rolname FROM pg_roles WHERE rolcanlogin AND NOT rolsuper ORDER BY 1")).map(
            ({ rolname }) => rolname as string,
        );
    const refused = (error: Error & { code?: string }) => error.code === "28000";

    it("shuts everyone out but the master, ends their sessions, and gives back exactly what it took", async () => {
        await master((db) => db.query("CREATE ROLE by_hand LOGIN"));
        await asRds("CREATE ROLE rdsproxy LOGIN; CREATE ROLE no_login");
        const before = await canSignIn();
        await as(user("application"), async (busy) => {
            busy.on("error", () => undefined);
            await busy.query("BEGIN; INSERT INTO orders VALUES (7, 'never')");
            const done = await master((db) => fence(db, HERE, 1));
            assert.equal(done.sessionsEnded, 1);
            assert.deepEqual(
                [...done.roles].sort(),
                before.filter((one) => !/^app_owner|^rds/.test(one)),
            );
            assert.ok(done.roles.includes("by_hand") && done.roles.includes("pooler_a"));
            await assert.rejects(busy.query("COMMIT"), /terminat|connection/i);
        });
        assert.deepEqual(await canSignIn(), [MASTER.user, "rdsproxy"]);
        await assert.rejects(run("application", "SELECT 1"), refused);
        const { rows } = await master((db) => db.query("SELECT FROM orders"));
        assert.equal(rows.length, 0);
        assert.deepEqual((await master((db) => fence(db, HERE, 2))).sessionsEnded, 0);
        await master((db) => unfence(db, HERE));
        assert.deepEqual(await canSignIn(), before);
        assert.equal(await master((db) => isFenced(db, HERE)), false);
    });

    it("shuts out who has a name like RDS's own, and was made by the master", async () => {
        const { rows } = await master((db) => db.query("SHOW server_version_num"));
        const isKnown = Number(rows[0].server_version_num) >= 160_000;
        await master((db) => db.query("CREATE ROLE rds_reports LOGIN"));
        await asRds("CREATE ROLE rdsproxy LOGIN");
        const { roles } = await master((db) => fence(db, HERE, 1));
        assert.deepEqual([roles.includes("rds_reports"), roles.includes("rdsproxy")], [isKnown, false]);
        await master((db) => unfence(db, HERE));
        assert.ok((await canSignIn()).includes("rds_reports"));
    });

    it("leaves no session, however fast clients sign in while it is set", async () => {
        let stopping = false;
        const signedIn: number[] = [];
        const knocking = Array.from({ length: 8 }, async () => {
            while (!stopping) {
                const done = as(user("application"), async (db) => {
                    db.on("error", () => undefined);
                    const { rows } = await db.query("SELECT pg_backend_pid() AS pid");
                    signedIn.push(rows[0].pid as number);
                    await db.query("SELECT pg_sleep(0.02)");
                });
                await done.catch(() => undefined);
            }
        });
        while (signedIn.length < 20) await wait(10);
        await master((db) => fence(db, HERE, 1));
        const left = await asRds("SELECT pid FROM pg_stat_activity WHERE usename LIKE 'application%'");
        const count = signedIn.length;
        await wait(200);
        stopping = true;
        await Promise.all(knocking);
        assert.deepEqual([left, signedIn.length], [[], count]);
    });

    it("is set to its end though who sets it dies half-way", async () => {
        await as(user("application"), async (idle) => {
            idle.on("error", () => undefined);
            // What holds the fence up: a rotation, say.
            await as(MASTER, async (holder) => {
                await holder.query(`BEGIN; SELECT pg_advisory_xact_lock(${LOCK})`);
                const ssl = { rejectUnauthorized: false };
                const place = { host: "localhost", port: servedBy(holder), database: "app", ssl };
                const dying = new pg.Client({ ...place, ...MASTER });
                dying.on("error", () => undefined);
                await dying.connect();
                const lost = assert.rejects(fence(dying, HERE, 1));
                const held = "SELECT FROM pg_stat_activity WHERE wait_event = 'advisory'";
                while ((await asRds(held)).length === 0) await wait(20);
                (
                    dying as unknown as { connection: { stream: { destroy(): void } } }
                ).connection.stream.destroy();
                await lost;
                assert.equal(await master((db) => isFenced(db, HERE)), false);
                await holder.query("COMMIT");
            });
            while ((await asRds("SELECT FROM pg_stat_activity WHERE usename LIKE 'application%'")).length > 0)
                await wait(20);
        });
        assert.equal(await master((db) => isFencedOrGivenUp(db, HERE, 1)), true);
    });

    it("is never set by an attempt that was given up, however late it comes", async () => {
        assert.equal(await master((db) => isFencedOrGivenUp(db, HERE, 3)), false);
        await assert.rejects(
            master((db) => fence(db, HERE, 3)),
            /Attempt 3 was given up/,
        );
        await run("application", "SELECT 1");
        await master((db) => fence(db, HERE, 4));
        await assert.rejects(run("application", "SELECT 1"), refused);
    });

    it("is refused, and changes nothing, where the master may not shut a role out; that is told beforehand", async () => {
        await asRds("CREATE ROLE replica LOGIN REPLICATION");
        const before = await canSignIn();
        await assert.rejects(
            master((db) => fence(db, HERE, 1)),
            /must be superuser|permission denied/,
        );
        assert.deepEqual(await canSignIn(), before);
        await assert.rejects(master(checkFence), /may not shut out replica .*use ALTER ROLE replica NOLOGIN/);
        await asRds("ALTER ROLE replica NOLOGIN");
        await master(checkFence);
        assert.deepEqual(
            await canSignIn(),
            before.filter((one) => one !== "replica"),
        );
    });

    it("is not opened by a repair, unless it is somebody else's: a copy brings that of its original", async () => {
        await master((db) => fence(db, HERE, 1));
        await assert.rejects(
            master((db) => repair(db, HERE)),
            /acme-a is fenced: another generation serves/,
        );
        await master((db) => repair(db, HERE, true));
        await assert.rejects(run("application", "SELECT 1"), refused);
        await master((db) => repair(db, "acme-copy"));
        await run("application", "SELECT 1");
        assert.equal(await master((db) => isFenced(db, HERE)), false);
    });
});

function servedBy(db: pg.Client): number {
    return (db as unknown as { port: number }).port;
}
