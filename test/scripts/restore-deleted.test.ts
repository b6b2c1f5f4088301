import assert from "node:assert/strict";
import { DeleteDBInstanceCommand } from "@aws-sdk/client-rds";
import { KEY, restoring, YESTERDAY } from "../support/restoring.ts";

describe("npm run restore, when somebody has deleted the database in use", () => {
    const r = restoring();
    beforeEach(async () => {
        const gone = { DBInstanceIdentifier: "shop-live-a", SkipFinalSnapshot: true };
        await r.client.send(new DeleteDBInstanceCommand(gone));
    });

    it("restores from the backups that were kept, under the key of the stack, and says how to get there", async () => {
        r.shop.outputs({ databaseKeyArn: KEY });
        assert.equal(await r.run("--to", YESTERDAY), 0);
        const plan = r.shop.data.join("\n");
        assert.match(
            plan,
            /makes +generation b: a new database, shop-live-b, of the size that the settings say\n/,
        );
        assert.match(plan, /keeps +generation a as it is: gone; nothing is cut over\n/);
        assert.match(plan, /would lose +24 h of writes, once you cut over\n/);
        assert.match(r.shop.said, /RDS has no shop-live-a any more; the copy is made as the settings say/);
        assert.equal(await r.run("--to", YESTERDAY, "--apply", "--yes"), 0);
        assert.match(
            r.shop.settings,
            new RegExp(`b:\\n +version: 18\\n +resourceId: .*\\n +time: "?${YESTERDAY}`),
        );
        assert.match(r.shop.said, /generation b is there\.\n/);
        assert.match(r.shop.said, /--cutover b --lost, which makes it the database in use/);
    });

    it("refuses where the deployed stack does not tell the key yet", async () => {
        const before = r.shop.settings;
        assert.equal(await r.run("--to", YESTERDAY), 2);
        assert.match(r.shop.said, /has no output "databaseKeyArn"; deploy it with this version/);
        assert.equal(r.shop.settings, before);
    });
});
