import assert from "node:assert/strict";
import type { Cluster } from "../../../bench/proof/cluster.ts";
import { FAULTS } from "../../../bench/proof/faults.ts";
import { momentOf, playScene, seeded, verdictOn, type Scene } from "../../../bench/proof/scene.ts";
import { hasPostgres } from "../../../bench/proof/server.ts";
import { check } from "../../../functions/restore-check/check.ts";
import { skipUnless } from "../../support/skip.ts";

const SEED = 7;
const GOOD = 3;
/** The others run in `npm run bench -- proof`: each takes seconds. */
const TRIED = [
    "a table is missing",
    "1 % of the orders are lost",
    "1 % of the pages of a table are zero",
    "a letter of 100 rows is another",
    "the copy is stale by a day",
    "it is another database of the server",
    "two entries of an index changed places",
    "a manifest was edited",
    "indexes can't be checked",
];

describe("the check of a restored copy", function () {
    this.timeout(300_000);
    const random = seeded(SEED);
    let scene: Scene;
    let moment: Date;
    let whole: Cluster | undefined;

    before(async function () {
        skipUnless(this, hasPostgres, "PostgreSQL is not installed: npm run servers");
        scene = await playScene(8, 2, SEED);
        moment = momentOf(scene, random);
        whole = await scene.cluster.restore(scene.base, moment);
    });
    after(async () => {
        await whole?.remove();
        await scene?.cluster.remove();
    });

    it("stands beside an application that is never refused a migration", () => {
        assert.ok(scene.statements > 100, `${scene.statements} statements`);
        assert.deepEqual(
            scene.migrations.filter(({ fault }) => fault !== ""),
            [],
        );
    });

    for (let n = 1; n <= GOOD; n++)
        it(`proves a copy of a random moment between inserts, updates, deletes and migrations (${n})`, async () => {
            const at = momentOf(scene, random);
            const copy = await scene.cluster.restore(scene.base, at);
            const verdict = await verdictOn(copy, scene, at).finally(() => copy.remove());
            assert.deepEqual(verdict.reasons, []);
            assert.equal(verdict.proven, true);
            assert.ok(verdict.measured.knownRows > 10_000, "it knew the rows");
            assert.ok(verdict.measured.indexes > 100, "it read the indexes");
            const { rpoSeconds } = verdict.measured;
            assert.ok(rpoSeconds !== undefined && rpoSeconds < 30, `${rpoSeconds} s`);
        });

    it("proves nothing that it has no time for", async () => {
        assert.ok(whole);
        const { proven, reasons } = await verdictOn(whole, scene, moment, { budgetSeconds: 0.001 });
        assert.equal(proven, false);
        assert.match(
            reasons.join("\n"),
            /could not be checked: (not reached within 0.001 s|canceling statement)/,
        );
    });

    it("takes a moment that is known between two times only, and refuses two that are in the wrong order", async () => {
        assert.ok(whole);
        const hour = 3_600_000;
        // The copy is younger than the first time says, and may be: it is older than the second.
        const early = { latest: new Date(moment.getTime() + 1) };
        const { proven, measured } = await verdictOn(whole, scene, new Date(moment.getTime() - hour), early);
        assert.deepEqual([proven, measured.rpoSeconds], [true, 0]);
        const never = undefined as unknown as Parameters<typeof check>[0];
        await assert.rejects(
            check(never, { database: { name: "shop" }, restoreTime: moment, latest: new Date(0) }),
            /latest is Thu Jan 01 1970 .*; use a date that is not before restoreTime/,
        );
    });

    // Those that leave the copy whole come first: what damages it takes a copy of the copy.
    const tried = FAULTS.filter(({ name }) => TRIED.includes(name));
    for (const fault of tried.sort((a, b) => Number(a.damage !== undefined) - Number(b.damage !== undefined)))
        it(`rejects a copy when ${fault.name}, and says so`, async () => {
            assert.ok(whole);
            const copy = fault.damage ? await whole.clone() : whole;
            try {
                await fault.damage?.(copy, random);
                const more = fault.expects?.(moment);
                const { proven, reasons } = await verdictOn(copy, scene, moment, more, fault.database);
                assert.equal(proven, false);
                assert.ok(
                    reasons.some((reason) => fault.reason.test(reason)),
                    reasons.join("\n"),
                );
            } finally {
                if (copy !== whole) await copy.remove();
            }
        });

    it("refuses a restore time that is no time, and says what to use", async () => {
        const never = undefined as unknown as Parameters<typeof check>[0];
        await assert.rejects(
            check(never, { database: { name: "shop" }, restoreTime: new Date("soon") }),
            /restoreTime is Invalid Date; use a date/,
        );
    });
});
