import assert from "node:assert/strict";
import { align } from "../../../functions/roles/align.ts";
import { read } from "../../../functions/roles/secret.ts";
import { opens, type World } from "../../../functions/roles/world.ts";
import { onServers } from "./aligned.ts";
import { makeIam, MASTER, type Database } from "./database.ts";
import type { TokenDoor } from "./token-door.ts";

// PostgreSQL 18, as the tests have it, asks no other server about a token: what from 16 on a master is of itself, a member of
// whom it made, is given to it here.
describe("the master where it is asked for a token, for it is a member of who signs in by IAM", function () {
    this.timeout(300_000);
    const servers = onServers(true);
    let [database, door, world]: [Database?, TokenDoor?, World?] = [];
    const tokens = () =>
        door!.seen.map(({ user, url }) => `${user} ${url.searchParams.get("DBUser") !== null}`);
    beforeEach(async () => {
        [database, door, world] = [servers.database(), servers.door(), servers.world()];
        door.allows = ({ url }) => url.searchParams.has("DBUser");
        await align(world);
        await makeIam(database);
        await database.asRds(`GRANT witness_iam TO ${MASTER.user}`);
    });

    it("signs in with one when its password is refused, and nobody else does", async () => {
        assert.equal((await align(world!)).iam, "granted");
        door!.seen.length = 0;
        const { iam, isMasterReset } = await align(world!);
        assert.deepEqual([iam, isMasterReset], ["granted", false]);
        assert.deepEqual(tokens().slice(0, 2), [`${MASTER.user} false`, `${MASTER.user} true`]);
        door!.seen.length = 0;
        const other = { user: "witness_iam", password: "x:1/" };
        await assert.rejects(world!.connect(world!.place, other), { code: "28000" });
        assert.deepEqual(tokens(), ["witness_iam false"]);
    });

    it("takes IAM back when it would be shut out, and says so", async () => {
        door!.allows = ({ user }) => user !== MASTER.user;
        await assert.rejects(
            align(world!),
            /With rds_iam given to witness_iam, checker_iam, reporter_iam, migrator_iam the master can't sign in \(LDAP authentication failed .*\); it was taken back\. .*rds-db:connect/,
        );
        assert.ok(await opens(world!, (await read(world!, "master", "AWSCURRENT"))!));
    });
});
