import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { awakeIn, refuseAsleep } from "../../stacks/sleep.ts";
import { database, faults } from "../support/settings.ts";

const shipped = { nights: "asleep", timezone: "Europe/Berlin", wakesAt: 7, sleepsAt: 20 } as const;
const sleep = (own: object) => ({ "airworthy:sleep": JSON.stringify({ ...shipped, ...own }) });

describe("the hours of an environment", () => {
    it("are those of a zone, ten of them at the least, and mean nothing where it never sleeps", () => {
        for (const own of [
            {},
            { wakesAt: 0, sleepsAt: 10 },
            { wakesAt: 14, sleepsAt: 24 },
            { nights: "awake" },
        ])
            assert.deepEqual(faults(sleep(own)), []);
        const { nights: _nights, ...hours } = shipped;
        assert.deepEqual(awakeIn(shipped), hours);
        assert.equal(awakeIn({ ...shipped, nights: "awake" }), undefined);
    });

    it("are refused by the key, with what was seen and what to use", () => {
        for (const [key, own] of [
            ["nights", { nights: "yes" }],
            ["timezone", { timezone: "Berlin" }],
            // Node knows it in any case, and later ones know this, too; AWS wants the name of the tz database.
            ["timezone", { timezone: "europe/berlin" }],
            ["timezone", { timezone: "+05:30" }],
            ["wakesAt", { wakesAt: -1 }],
            ["sleepsAt", { sleepsAt: 16 }],
            ["sleepsAt", { wakesAt: 20, sleepsAt: 7 }],
        ] as const) {
            const [fault, ...others] = faults(sleep(own));
            assert.match(fault ?? "", new RegExp(`^Pulumi\\.staging\\.yaml: sleep\\.${key} is .*; use `));
            assert.deepEqual(others, []);
        }
    });

    it("can't be where a generation follows another region's database", () => {
        const replicaOf = "arn:aws:rds:eu-west-1:123456789012:db:acme-production-a";
        const standby = { generations: { a: { version: 18 }, b: { version: 18, replicaOf } } };
        const settings = { "airworthy:database": database(standby) };
        assert.match(
            faults({ ...sleep({}), ...settings }).join(),
            /sleep\.nights is asleep; use awake, .* replicaOf/,
        );
        assert.deepEqual(faults({ ...sleep({ nights: "awake" }), ...settings }), []);
    });

    it("can't be where the tier has a replica: RDS stops no instance that has one", () => {
        for (const tier of ["growth", "scale"]) {
            assert.deepEqual(faults({ ...sleep({}), "airworthy:tier": tier }), [
                "Pulumi.staging.yaml: sleep.nights is asleep; use awake, or asleep in an environment without replicas and replicaOf that nobody needs at night.",
            ]);
            assert.deepEqual(faults({ ...sleep({ nights: "awake" }), "airworthy:tier": tier }), []);
        }
    });
});

describe("a deployment to an environment that sleeps", () => {
    const none = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
    const written = (is: string) => JSON.stringify({ is, says: "nothing runs" });
    after(() => pulumi.runtime.setMocks(none, "shop", "staging", false));

    it("is stopped before the first resource, with the command that wakes it", async () => {
        await pulumi.runtime.setMocks(none, "shop", "staging", false);
        for (const is of ["asleep", "falling asleep", "waking"])
            assert.throws(
                () => refuseAsleep("shop-staging", written(is)),
                new RegExp(`shop-staging is ${is} \\(nothing runs\\), .*: npm run wake -- --stack staging$`),
            );
        refuseAsleep("shop-staging", written("awake"));
        refuseAsleep("shop-staging", undefined);
    });

    it("is previewed all the same", async () => {
        await pulumi.runtime.setMocks(none, "shop", "staging", true);
        refuseAsleep("shop-staging", written("asleep"));
    });
});

describe("the repository that CI comes from", () => {
    const ci = (own: object) => ({
        "airworthy:ci": JSON.stringify({
            ...{ repository: "", provider: "own", stateBucket: "", stateKeyArn: "" },
            ...own,
        }),
    });

    it("is written as GitHub does, with its numbers or without, and nothing in it matches another", () => {
        for (const repository of ["", "acme/shop", "acme@12/shop@34", "a-b/c.d_e"])
            assert.deepEqual(faults(ci({ repository })), []);
        for (const repository of ["acme", "acme/*", "acme/shop:*", "acme@12/shop", "repo:acme/shop", "*/*"])
            assert.match(faults(ci({ repository })).join(), /ci\.repository is .*; use what follows repo:/);
        assert.match(
            faults(ci({ stateBucket: "s3://state" })).join(),
            /ci\.stateBucket is s3:.*; use the name/,
        );
    });
});
