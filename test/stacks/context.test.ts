import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { contextOf } from "../../stacks/context.ts";
import { HOUSE } from "../support/house.ts";

describe("the context of an image", () => {
    let house: string;
    let tag: () => string;

    before(async () => {
        house = mkdtempSync(path.join(tmpdir(), "airworthy-context-"));
        mkdirSync(path.join(house, "stacks"));
        cpSync(path.join(HOUSE, "stacks/context.ts"), path.join(house, "stacks/context.ts"));
        writeFileSync(path.join(house, "package.json"), `{ "type": "module" }`);
        cpSync(path.join(HOUSE, "images"), path.join(house, "images"), { recursive: true });
        const copy = (await import(pathToFileURL(path.join(house, "stacks/context.ts")).href)) as {
            contextOf: typeof contextOf;
        };
        tag = () => copy.contextOf("pgbouncer").tag;
    });
    after(() => rmSync(house, { recursive: true, force: true }));

    it("has the same tag wherever it stands", () => {
        assert.equal(tag(), contextOf("pgbouncer").tag);
        assert.match(tag(), /^[0-9a-f]{16}$/);
    });

    it("has another tag when anything changes that Docker is given, and only then", () => {
        const before = tag();
        writeFileSync(path.join(house, "images/pgbouncer/render.ts"), "// another");
        assert.equal(tag(), before, "Docker is not given render.ts");
        writeFileSync(path.join(house, "images/pgbouncer/start.sh"), "#!/bin/sh\n");
        const after = tag();
        assert.notEqual(after, before);
        writeFileSync(path.join(house, "images/pgbouncer/new.conf"), "");
        assert.notEqual(tag(), after);
    });

    it("refuses to guess what a pattern in .dockerignore leaves out", () => {
        writeFileSync(path.join(house, "images/pgbouncer/.dockerignore"), "*.ts\n");
        assert.throws(tag, /images\/pgbouncer\/\.dockerignore: \*\.ts is no file's name; use names/);
    });
});
