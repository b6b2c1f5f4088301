import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import {
    isFrom,
    readSettings,
    replaceFile,
    withActive,
    withGeneration,
    withoutGeneration,
    withRetirement,
} from "../../../../scripts/lib/restore/settings.ts";
import { database } from "../../../../stacks/database.ts";
import { HOUSE } from "../../../support/house.ts";

const second = { resourceId: "db-AAAAAAAAAAAAAAAAAAAAAAAAAA", time: "2026-11-20T02:00:00Z" };
const snapshot = {
    snapshot:
        "arn:aws:rds:eu-central-1:123456789012:snapshot:awsbackup:copyjob-01234567-89ab-cdef-0123-456789abcdef",
};

describe("the settings that a restore edits", () => {
    for (const stack of ["staging", "production"]) {
        const text = readFileSync(join(HOUSE, `Pulumi.${stack}.yaml`), "utf8");

        it(`changes nothing in Pulumi.${stack}.yaml but the generation that it adds, and takes it out again whole`, () => {
            const more = withGeneration(text, "b", 18, second);
            assert.equal(more.split("\n").length, text.split("\n").length + 4);
            assert.equal(withoutGeneration(more, "b"), text);
            assert.match(
                more,
                /\n {6}b:\n {8}version: 18\n {8}resourceId: db-A+\n {8}time: "2026-11-20T02:00:00Z"\n/,
            );
        });

        it(`opens a way in Pulumi.${stack}.yaml under the active generation, moves it, and leaves one word changed`, () => {
            const opened = withActive(text, "a", "b");
            assert.equal(opened, text.replace("    active: a\n", "    active: a\n    next: b\n"));
            assert.equal(
                withActive(opened, "b", "a"),
                opened.replace("active: a", "active: b").replace("next: b", "next: a"),
            );
            assert.equal(withActive(opened, "b"), text.replace("active: a", "active: b"));
            assert.equal(withActive(text, "a"), text);
        });

        it(`writes what the program of ${stack} accepts`, () => {
            for (const origin of [second, snapshot]) {
                const more = withRetirement(
                    withGeneration(text, "b", 18, origin),
                    "b",
                    "it was the wrong one",
                );
                const { config } = parse(more) as { config: Record<string, unknown> };
                const { generations } = database.parse(config["airworthy:database"]);
                assert.deepEqual(generations.b, { version: "18", ...origin, retire: "it was the wrong one" });
            }
            const opened = withActive(withGeneration(text, "b", 18, second), "a", "b");
            const { config } = parse(opened) as { config: Record<string, unknown> };
            const { active, next } = database.parse(config["airworthy:database"]);
            assert.deepEqual([active, next], ["a", "b"]);
        });
    }

    it("keeps comments, odd spacing and long lines", () => {
        const text = [
            "# first",
            `config:`,
            `  aws:region: eu-central-1   # where ${"we are ".repeat(20)}`,
            "  airworthy:database:",
            "    active: a",
            "    generations:",
            "      # the first",
            "      a: { version: 18 } # it was empty",
            "encryptionsalt: v1:abc=:v1:xyz",
            "",
        ].join("\n");
        const kept = withoutGeneration(withGeneration(text, "b", 17, snapshot), "b").split("\n");
        // The space before a comment is the one thing that the parser does not keep.
        assert.deepEqual(kept, text.replace("1   #", "1 #").split("\n"));
    });

    it("knows a generation by where it came from", () => {
        const generation = { version: 18, ...second };
        assert.ok(isFrom(generation, second));
        assert.ok(!isFrom(generation, { ...second, time: "2026-11-20T02:00:01Z" }));
        assert.ok(!isFrom(generation, snapshot));
        assert.ok(!isFrom({ version: 18 }, second));
    });

    describe("on disk", () => {
        let folder: string;
        let file: string;
        beforeEach(() => {
            folder = mkdtempSync(join(tmpdir(), "airworthy-"));
            file = join(folder, "Pulumi.live.yaml");
            writeFileSync(file, "old");
        });
        afterEach(() => rmSync(folder, { recursive: true }));

        it("are replaced as a whole, and leave nothing beside", () => {
            replaceFile(file, "old", "new");
            assert.deepEqual(
                [readFileSync(file, "utf8"), readdirSync(folder)],
                ["new", ["Pulumi.live.yaml"]],
            );
        });

        it("are left alone when somebody changed them in between", () => {
            writeFileSync(file, "somebody else's");
            assert.throws(() => replaceFile(file, "old", "new"), /changed by somebody else just now/);
            assert.deepEqual(
                [readFileSync(file, "utf8"), readdirSync(folder)],
                ["somebody else's", ["Pulumi.live.yaml"]],
            );
        });

        it("are refused when they are no YAML, or have no database", () => {
            writeFileSync(file, "config: {");
            assert.throws(() => readSettings(file), /Pulumi\.live\.yaml is no YAML/);
            writeFileSync(file, "config: {}\n");
            assert.throws(() => readSettings(file), /has no active, or no generations/);
            const database = "active: a, generations: { a: { version: 18 } }";
            writeFileSync(file, `config: { airworthy:database: { ${database}, next: [b] } }\n`);
            assert.throws(() => readSettings(file), /airworthy:database\.next is no name/);
        });
    });
});
