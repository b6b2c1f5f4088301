import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { assertFetchesByDigest } from "../support/dockerfile.ts";
import { HOUSE } from "../support/house.ts";
import { dockerfile, surroundings } from "./running.ts";

describe("the example's image", () => {
    it("names everything that it fetches by its digest, and runs as the container's user", () => {
        assertFetchesByDigest(dockerfile);
        assert.match(dockerfile, /^RUN npm ci --ignore-scripts /m);
        assert.match(dockerfile, /^USER 10001:10001$/m);
    });

    it("is what one can read in an hour: under 400 lines of code", () => {
        const folder = path.join(HOUSE, "example");
        const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
            file.endsWith(".ts"),
        );
        const lines = files.flatMap((file) => readFileSync(path.join(folder, file), "utf8").split("\n"));
        const code = lines.filter((line) => line.trim() !== "" && !/^\s*(\/\/|\/\*|\*)/.test(line));
        assert.ok(code.length > 100 && code.length < 400, `${code.length}`);
    });

    it("ends at once and says why, in a line of JSON, when it is not told what it needs", async function () {
        const around = await surroundings(this);
        const worker = around.start("worker.js", { PGHOST: undefined });
        assert.equal(await worker.ended, 1);
        assert.deepEqual([worker.lines.length, worker.noise], [1, []]);
        assert.match(String(worker.lines[0]!.error), /^PGHOST is not set/);
    });
});
