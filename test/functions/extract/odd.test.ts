import assert from "node:assert/strict";
import { both } from "./both.ts";
import { HOSTILE } from "./tables.ts";

describe("an extract of an odd table", function () {
    const on = both();
    const { run, count } = on;

    it("gives back every type to the letter, computed columns and identities included", async () => {
        const all = "SELECT o::text AS row FROM public.odd o ORDER BY id";
        const before = await run(all);
        await run(
            `UPDATE public.odd SET plain = '1', binary_json = '1', many = '{1}', words = '{x}', amount = 0, ratio = 0, raw = 'x',
                at = now(), day = now(), span = '1 day', mail = 'x@y', state = 'open', part = '(0,)', place = '(0,0)', address = '::', note = 'x' WHERE id = 1;
            DELETE FROM public.odd WHERE id > 1`,
        );
        const { updated, inserted, unlike, kept } = await on.servers.extract({ table: "public.odd" });
        assert.deepEqual({ updated, inserted, unlike }, { updated: 1, inserted: 2, unlike: {} });
        assert.deepEqual(await run(all), before);
        await run((await on.servers.note(kept!)).undo!);
        assert.equal(await count("public.odd WHERE note = 'x' AND amount = 0"), 1);
    });

    it("finds nothing to do where nothing changed, though some values equal nothing, themselves included", async () => {
        await run("UPDATE public.odd SET note = note");
        const { deleted, changed } = await on.servers.compare({ table: "public.odd", where: "id = 1" });
        assert.deepEqual({ deleted, changed }, { deleted: 0, changed: 1 });
        await on.servers.extract({ table: "public.odd" });
        assert.equal((await on.servers.compare({ table: "public.odd" })).changed, 0);
    });

    it("names columns that came or went since, and refuses one that became another type", async () => {
        await run(
            "ALTER TABLE public.odd DROP COLUMN gone, ADD COLUMN more int DEFAULT 5; DELETE FROM public.odd WHERE id = 1",
        );
        const found = await on.servers.compare({ table: "public.odd" });
        assert.deepEqual([found.added, found.dropped, found.deleted], [["more"], ["gone"], 1]);
        await on.servers.apply({ table: "public.odd" }, found);
        assert.equal(await count("public.odd WHERE id = 1 AND more = 5"), 1);
        await run("ALTER TABLE public.odd ALTER COLUMN note TYPE varchar(50)");
        await assert.rejects(
            on.servers.compare({ table: "public.odd" }),
            /note of public\.odd was text and is character varying\(50\) now/,
        );
    });

    it("takes names for names, whatever they say", async () => {
        await run(
            `UPDATE ${HOSTILE} SET "x""; --" = 'is', "airworthy_copy" = 'is', l = 'is' WHERE "select" > 1; DELETE FROM ${HOSTILE} WHERE "select" = 1`,
        );
        const found = await on.servers.compare({ table: HOSTILE, where: '"select" < 5' });
        assert.deepEqual([found.deleted, found.changed, found.columns[`"x""; --"`]], [1, 3, 3]);
        assert.equal(found.sample[0], `changed: "a b"=…, "select"=2`);
        const { kept } = await on.servers.apply({ table: HOSTILE, where: '"select" < 5' }, found);
        assert.equal(await count(`${HOSTILE} WHERE l = 'was'`), 4);
        await run((await on.servers.note(kept!)).undo!);
        assert.equal(await count(`${HOSTILE} WHERE l = 'is'`), 4);
    });

    it("reaches the rows of every partition, and keys that an extension compares", async () => {
        await run("UPDATE public.parts SET item = 'x' WHERE id < 5; DELETE FROM public.parts WHERE id = 9");
        const { updated, inserted } = await on.servers.extract({ table: "public.parts" });
        assert.deepEqual([updated, inserted], [5, 1]);
        assert.equal(await count("public.parts_new WHERE item = 'kite'"), 8);
        await run("UPDATE public.people SET mail = 'ADA@B', name = 'x' WHERE name = 'Ada'");
        assert.deepEqual((await on.servers.compare({ table: "public.people" })).deleted, 0);
        assert.equal((await on.servers.extract({ table: "public.people" })).updated, 1);
    });

    it("gives keys back to the letter that are equal and read otherwise", async () => {
        await run("UPDATE public.people SET mail = upper(mail)");
        const found = await on.servers.compare({ table: "public.people" });
        assert.deepEqual([found.deleted, found.changed, found.columns], [0, 2, { mail: 2 }]);
        const { kept } = await on.servers.apply({ table: "public.people" }, found);
        assert.equal(await count("public.people WHERE mail::text IN ('Ada@b', 'bob@b')"), 2);
        await run((await on.servers.note(kept!)).undo!);
        assert.equal(await count("public.people WHERE mail::text IN ('ADA@B', 'BOB@B')"), 2);
    });

    it("fires the table's triggers, names them, and says where they wrote something else", async () => {
        await run(
            "UPDATE public.stamped SET item = 'x'; CREATE TRIGGER stamp BEFORE UPDATE ON public.stamped FOR EACH ROW EXECUTE FUNCTION stamp()",
        );
        const found = await on.servers.compare({ table: "public.stamped" });
        assert.deepEqual(found.triggers, ["stamp"]);
        const { updated, unlike } = await on.servers.apply({ table: "public.stamped" }, found);
        assert.deepEqual([updated, unlike, await count("public.stamps")], [5, { changed_at: 5 }, 5]);
        await run(
            `CREATE TRIGGER one BEFORE UPDATE ON public.parts_old FOR EACH ROW EXECUTE FUNCTION hold();
            CREATE TRIGGER all_of_them AFTER UPDATE ON public.parts FOR EACH ROW EXECUTE FUNCTION hold()`,
        );
        assert.deepEqual((await on.servers.compare({ table: "public.parts" })).triggers, [
            "all_of_them",
            "one",
        ]);
    });

    it("changes nothing when a trigger holds a row back", async () => {
        await run(
            "UPDATE public.held SET item = 'x'; CREATE TRIGGER hold BEFORE UPDATE ON public.held FOR EACH ROW EXECUTE FUNCTION hold()",
        );
        await assert.rejects(
            on.servers.extract({ table: "public.held" }),
            /Of 5 rows 4 could be put back: a trigger of public\.held \(hold\)/,
        );
        assert.equal(await count("public.held WHERE item = 'x'"), 5);
    });

    it("sees the rows that a policy hides from the application, and rows that are all key", async () => {
        await run("UPDATE public.tenants SET item = 'x'; DELETE FROM public.keys WHERE id > 3");
        assert.equal((await on.servers.extract({ table: "public.tenants" })).updated, 5);
        assert.equal((await on.servers.extract({ table: "public.keys" })).inserted, 2);
    });
});
