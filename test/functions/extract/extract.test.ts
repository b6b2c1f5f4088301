import assert from "node:assert/strict";
import { writeManifest } from "../../../functions/manifest/manifest.ts";
import { both } from "./both.ts";

const MIB = 2 ** 20;

describe("an extract", function () {
    const on = both();
    const { run, count } = on;

    it("brings an UPDATE without WHERE back, leaves rows made since alone, and keeps what it replaced", async () => {
        const asked = { table: "public.orders" };
        await run(
            "UPDATE public.orders SET total = 0, state = 'open'; INSERT INTO public.orders (total) VALUES (7)",
        );
        const found = await on.servers.compare(asked);
        const { deleted, changed, made, columns } = found;
        assert.deepEqual({ deleted, changed, made }, { deleted: 0, changed: 100, made: 1 });
        assert.deepEqual(columns, { state: 100, total: 100 });
        assert.equal(found.sample[0], "changed: id=1");
        const { kept, updated, unlike } = await on.servers.apply(asked, found);
        assert.deepEqual({ updated, unlike }, { updated: 100, unlike: {} });
        assert.equal(await count("public.orders WHERE total = id AND state = 'paid'"), 100);
        assert.equal(await count("public.orders WHERE id = 101 AND total = 7"), 1);
        assert.equal(await count(`${kept} WHERE total = 0 AND airworthy_change = 'replaced'`), 100);
        const { by, reason } = await on.servers.note(kept!);
        assert.deepEqual([by, reason], ["arn:aws:iam::123456789012:user/ada", "UPDATE without WHERE"]);
        const again = await on.servers.extract(asked);
        assert.deepEqual([again.updated, again.inserted, again.kept], [0, 0, null]);
    });

    it("lets nobody but the migrator and those who prove the backups read the rows that it keeps", async () => {
        const [kept] = await run(
            "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'airworthy_replaced'",
        );
        await on.servers.asSuperuser(`SET ROLE witness; SELECT count(*) FROM ${String(kept!.name)}`);
        const witness = await on.servers.connect(on.servers.live, "witness_iam");
        const { missed } = await writeManifest(witness, { rowsPerTable: 100 });
        assert.deepEqual(missed, []);
        for (const role of ["application", "reporter"])
            await assert.rejects(
                on.servers.asSuperuser(`SET ROLE ${role}; SELECT count(*) FROM ${String(kept!.name)}`),
                /permission denied/,
            );
    });

    it("leaves rows alone that users changed after the mistake, when it is told which transaction made it", async () => {
        const table = "public.carts";
        await run("UPDATE public.carts SET total = 0");
        await run("UPDATE public.carts SET total = 1001 WHERE id <= 3");
        await run("DELETE FROM public.carts WHERE id = 100");
        const all = await on.servers.compare({ table });
        assert.deepEqual([all.changed, all.deleted, all.writersInAll], [99, 1, 2]);
        const [{ transaction, rows }] = all.writers as [{ transaction: string; rows: number }];
        assert.equal(rows, 96);
        const asked = { table, only: { transaction } };
        const found = await on.servers.compare(asked);
        assert.deepEqual([found.changed, found.deleted], [96, 0]);
        // One more user, while somebody reads the comparison: that row has left the difference.
        await run("UPDATE public.carts SET total = 1002 WHERE id = 4");
        assert.equal((await on.servers.apply(asked, found)).updated, 95);
        assert.equal(await count("public.carts WHERE total > 1000"), 4);
        assert.equal(await count("public.carts WHERE id = 100"), 0);
        const rest = await on.servers.extract({ table, only: "deleted" });
        assert.deepEqual([rest.updated, rest.inserted], [0, 1]);
        assert.equal(await count("public.carts WHERE id = 100 AND total = 100"), 1);
    });

    it("refuses when anybody changed or deleted a row between the comparison and the confirmation, and names it", async () => {
        const asked = { table: "public.users" };
        await run("UPDATE public.users SET name = NULL");
        const found = await on.servers.compare(asked);
        // A text may be somebody's address.
        assert.equal(found.sample[0], "changed: email=…");
        await run("UPDATE public.users SET name = 'Grace' WHERE email = '7@example.com'");
        await assert.rejects(
            on.servers.apply(asked, found),
            /20 changed and 0 deleted rows were confirmed, and it is 20 and 0 now\. Written since, or about then: changed: email=…\. Nothing was changed/,
        );
        const second = await on.servers.compare(asked);
        await run("DELETE FROM public.users WHERE email = '8@example.com'");
        await assert.rejects(on.servers.apply(asked, second), /and it is 19 and 1 now\. Nothing was changed/);
        assert.equal(await count("public.users WHERE name IS NULL"), 18);
    });

    it("brings a DELETE without WHERE back before what points at it, with the identities that rows had", async () => {
        await run("DELETE FROM public.bills");
        const found = await on.servers.compare({ table: "public.bills" });
        assert.deepEqual([found.deleted, found.referencedBy], [100, ["public.lines (deleted with it)"]]);
        const children = await on.servers.compare({ table: "public.lines" });
        await assert.rejects(
            on.servers.apply({ table: "public.lines" }, children),
            /violates foreign key constraint/,
        );
        assert.equal(await count("public.lines"), 0);
        assert.equal((await on.servers.apply({ table: "public.bills" }, found)).inserted, 100);
        assert.equal((await on.servers.extract({ table: "public.lines" })).inserted, 50);
        assert.equal(
            await count("public.bills b JOIN public.lines l ON l.bill = b.id AND b.total = b.id"),
            50,
        );
    });

    it("is undone by the SQL in the comment of the rows that it kept", async () => {
        await run(
            "DELETE FROM public.lines WHERE id <= 10; UPDATE public.lines SET item = 'broken' WHERE id > 40",
        );
        const before = await run("SELECT * FROM public.lines ORDER BY id");
        const { kept } = await on.servers.extract({ table: "public.lines" });
        assert.equal(await count("public.lines WHERE item = 'kite'"), 50);
        await run((await on.servers.note(kept!)).undo!);
        assert.deepEqual(await run("SELECT * FROM public.lines ORDER BY id"), before);
    });

    it("takes the rows that a condition chooses by what they were", async () => {
        await run("UPDATE public.bills SET total = 0, placed_at = now()");
        const asked = { table: "public.bills", where: "state = 'open' AND total > 90 -- of then" };
        const found = await on.servers.compare(asked);
        assert.deepEqual([found.rows, found.changed, found.made], [10, 10, null]);
        await on.servers.apply(asked, found);
        assert.equal(await count("public.bills WHERE total = 0"), 90);
    });

    it("runs no second statement that hides in a condition, and says what PostgreSQL makes of one that is wrong", async () => {
        for (const where of [
            "true); DROP TABLE public.bills; --",
            "true) TO STDOUT; DROP TABLE public.bills; --",
            "total >",
            "true; DROP TABLE public.bills",
            "total > $1",
            "true) TO PROGRAM 'true' --",
        ])
            await assert.rejects(
                on.servers.compare({ table: "public.bills", where }),
                /PostgreSQL says: .+ use a condition|bind message/,
                where,
            );
        await assert.rejects(
            on.servers.compare({ table: "public.bills", where: "nextval('public.bills_id_seq') > 0" }),
            /permission denied|read-only/,
        );
        assert.equal(await count("public.bills"), 100);
    });

    it("says why the rows of a table can't be brought back one by one", async () => {
        await assert.rejects(
            on.servers.compare({ table: "public.log" }),
            /public\.log has no primary key and no unique key/,
        );
        await assert.rejects(
            on.servers.compare({ table: "public.report" }),
            /public\.report is no table but a view/,
        );
        await assert.rejects(
            on.servers.compare({ table: "public.none" }),
            /The copy has no table public\.none/,
        );
        await assert.rejects(on.servers.compare({ table: "airworthy.gone" }), /has no table airworthy\.gone/);
        await assert.rejects(on.servers.compare({ table: "orders" }), /use its schema and its name/);
    });

    it("finds 1,000 rows among 200,000, and brings them back", async () => {
        await run("UPDATE public.big SET owner = 'nobody' WHERE id % 200 = 0");
        const { updated } = await on.servers.extract({ table: "public.big" });
        assert.equal(updated, 1000);
        assert.equal(await count("public.big WHERE owner = 'user ' || id"), 200_000);
    });

    it("passes 76 MiB of rows on without holding them", async () => {
        const before = process.memoryUsage.rss();
        let most = 0;
        const looks = setInterval(
            () => (most = Math.max(most, process.memoryUsage.rss() - before)),
            20,
        ).unref();
        const { rows, deleted } = await on.servers
            .compare({ table: "public.files" })
            .finally(() => clearInterval(looks));
        assert.deepEqual([rows, deleted], [8000, 0]);
        assert.ok(most < 60 * MIB, `it took ${Math.round(most / MIB)} MiB`);
    });
});
