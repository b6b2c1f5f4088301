import assert from "node:assert/strict";
import type pg from "pg";
import { Cluster } from "../../../bench/proof/cluster.ts";
import { hasPostgres } from "../../../bench/proof/server.ts";
import { createLedger } from "../../../functions/manifest/ledger.ts";
import { settle } from "../../../functions/manifest/rendering.ts";
import { take } from "../../../functions/manifest/sample.ts";
import { tablesOf } from "../../../functions/manifest/tables.ts";
import { skipUnless } from "../../support/skip.ts";

describe("the rows that a manifest knows", function () {
    this.timeout(300_000);
    let cluster: Cluster | undefined;
    let db: pg.Client;

    before(async function () {
        skipUnless(this, hasPostgres, "PostgreSQL is not installed: npm run servers");
        cluster = await Cluster.make();
        db = await cluster.connect("postgres", "postgres");
        await createLedger(db);
    });
    after(() => cluster?.remove());

    it("are those of the table that was listed, when a migration renamed or dropped it in between", async () => {
        await db.query(
            "CREATE TABLE public.old (id int PRIMARY KEY); INSERT INTO public.old VALUES (1), (2)",
        );
        await db.query("CREATE TABLE public.going (id int PRIMARY KEY)");
        await settle(db, { statementSeconds: 10, lockSeconds: 1 });
        const listed = await tablesOf(db);
        await db.query("ALTER TABLE public.old RENAME TO current; DROP TABLE public.going");
        await db.query("CREATE VIEW public.old AS SELECT * FROM public.current");
        await db.query("INSERT INTO airworthy.manifest (version) VALUES (1)");
        for (const table of listed) await take(db, "1", table, 100);
        const { rows } = await db.query("SELECT name, cardinality(keys) AS known FROM airworthy.entry");
        assert.deepEqual(rows, [{ name: "public.current", known: 2 }]);
    });
});
