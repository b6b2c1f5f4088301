import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { Cluster } from "../../../bench/proof/cluster.ts";
import { hasPostgres } from "../../../bench/proof/server.ts";
import { openShop } from "../../../bench/proof/shop.ts";
import { writeHeartbeat } from "../../../functions/manifest/heartbeat.ts";
import { writeManifest } from "../../../functions/manifest/manifest.ts";
import { check } from "../../../functions/restore-check/check.ts";
import { skipUnless } from "../../support/skip.ts";
import { until } from "../../support/until.ts";

/** What RDS tells as ReplicaLag (its User Guide, "Monitoring and tuning the replication process"). */
const LAG =
    "SELECT now() AS asked, extract(epoch FROM now() - pg_last_xact_replay_timestamp())::float8 AS lag";

describe("a database that followed another one, which is lost", function () {
    this.timeout(300_000);
    const clusters: Cluster[] = [];
    let copy: Cluster;
    let last: Date;
    const lastReplay = async () => {
        const { rows } = await copy.once("postgres", "shop", LAG);
        return new Date(Number(rows[0].asked) - Number(rows[0].lag) * 1000);
    };
    const judged = async (restoreTime: Date, latest: Date) =>
        check(await copy.connect("airworthy", "shop"), { database: { name: "shop" }, restoreTime, latest });

    before(async function () {
        skipUnless(this, hasPostgres, "PostgreSQL is not installed: npm run servers");
        const first = await Cluster.make();
        clusters.push(first);
        await openShop(first);
        copy = await first.follower();
        clusters.push(copy);
        const airworthy = await first.connect("airworthy", "shop");
        await writeManifest(airworthy);
        // Statistics are written, too, at a time of the server's own.
        await first.once("postgres", "postgres", "ALTER SYSTEM SET autovacuum = off");
        await first.once("postgres", "postgres", "SELECT pg_reload_conf()");
        const workers = "SELECT FROM pg_stat_activity WHERE backend_type LIKE 'autovacuum%'";
        await until(async () => (await first.once("postgres", "postgres", workers)).rows.length === 0);
        last = await writeHeartbeat(airworthy);
        const beat = "SELECT max(at) AS at FROM airworthy.heartbeat";
        await until(async () => {
            const { rows } = await copy.once("postgres", "shop", beat);
            return Number(rows[0].at) >= Number(last);
        });
        await first.stop();
    });
    after(async () => {
        for (const one of clusters) await one.remove();
    });

    it("tells by its lag when its last write was made, however long the other one is gone", async () => {
        const before = await lastReplay();
        await pause(1500);
        const after = await lastReplay();
        const said = [before, after, last].map((one) => one.toISOString()).join();
        assert.ok(Math.abs(after.getTime() - before.getTime()) < 100, said);
        // From the beginning of that write to its end, which a busy machine makes longer.
        assert.ok(Math.abs(before.getTime() - last.getTime()) < 5000, said);
    });

    it("is proven by that moment once it is promoted, and by none that it never reached", async () => {
        const moment = await lastReplay();
        await copy.once("postgres", "shop", "SELECT pg_promote()");
        const now = new Date();
        assert.deepEqual((await judged(moment, now)).reasons, []);
        const hour = 60 * 60 * 1000;
        const later = await judged(new Date(moment.getTime() + hour), new Date(now.getTime() + hour));
        assert.match(later.reasons.join(), /the newest heartbeat is 3,\d{3} s older/);
    });
});
