import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { killedRestore } from "../support/killed-restore.ts";
import { restoring, YESTERDAY } from "../support/restoring.ts";

const ASKED = ["--to", YESTERDAY, "--apply", "--yes"];

describe("a restore that is killed", function () {
    this.timeout(300_000);
    const r = restoring();

    for (const step of ["preview", "up"]) {
        it(`during \`pulumi ${step}\` goes on from the settings and AWS, for it keeps nothing anywhere else`, async () => {
            r.shop.pulumi({ hangs: step });
            await killedRestore(r.shop, ASKED);
            const files = readdirSync(r.shop.project.folder).filter((file) => file.startsWith("."));
            assert.deepEqual(files, []);
            r.shop.pulumi({ hangs: undefined });
            assert.equal(await r.run(...ASKED), 0);
            assert.equal(r.shop.settings.match(/resourceId/g)?.length, 1);
            assert.match(r.shop.asked.at(-1) ?? "", /^up .* # a b$/);
        });
    }
});
