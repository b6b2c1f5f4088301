import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { Cluster } from "../../../bench/proof/cluster.ts";
import { hasPostgres } from "../../../bench/proof/server.ts";
import { openShop } from "../../../bench/proof/shop.ts";
import { writeHeartbeat } from "../../../functions/manifest/heartbeat.ts";
import { writeManifest } from "../../../functions/manifest/manifest.ts";
import { check } from "../../../functions/restore-check/check.ts";
import { skipUnless } from "../../support/skip.ts";

/** What RDS tells as ReplicaLag (its User Guide, "Monitoring and tuning the replication process"). */
const LAG = "SELECT extract(epoch FROM now() - pg_last_xact_replay_timestamp())::float8 AS lag";

describe("a database that followed another one, which is lost", function () {
    this.timeout(120_000);
    const clusters: Cluster[] = [];
    let copy: Cluster;
    let last: Date;
    const lastReplay = async () => {
        const { rows } = await copy.once("postgres", "shop", LAG);
        return new Date(Date.now() - Number(rows[0].lag) * 1000);
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
        last = await writeHeartbeat(airworthy);
        for (const end = Date.now() + 10_000; Date.now() < end; await pause(50)) {
            const { rows } = await copy.once(
                "postgres",
                "shop",
                "SELECT max(at) AS at FROM airworthy.heartbeat",
            );
            if (Number(rows[0].at) >= Number(last)) break;
        }
        await first.stop();
    });
    after(async () => {
        for (const one of clusters) await one.remove();
    });

    it("tells by its lag when its last write was made, however long the other one is gone", async () => {
        const before = await lastReplay();
        await pause(1500);
        const after = await lastReplay();
        for (const seen of [before, after])
            assert.ok(
                Math.abs(seen.getTime() - last.getTime()) < 1000,
                `${seen.toISOString()} ${last.toISOString()}`,
            );
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
