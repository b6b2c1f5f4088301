import assert from "node:assert/strict";
import { DescribeSecretCommand, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { purposeNames } from "../../../functions/roles/purposes.ts";
import { read, type Owner } from "../../../functions/roles/secret.ts";
import { opens } from "../../../functions/roles/world.ts";
import { aligned, STEPS } from "./aligned.ts";
import { PREFIX } from "./cloud.ts";
import { MASTER } from "./database.ts";

describe("the rotation of the database's passwords", function () {
    this.timeout(300_000);
    const { kept, step, rotateAll, world, cloud, database } = aligned();

    it("gives every purpose its other user, and the password before still opens", async () => {
        for (const purpose of purposeNames) {
            const before = await kept(purpose, "AWSCURRENT");
            await rotateAll(purpose);
            const now = await kept(purpose, "AWSCURRENT");
            assert.deepEqual([before.user, now.user], [`${purpose}_a`, `${purpose}_b`]);
            assert.notEqual(now.password, before.password);
            assert.deepEqual([await opens(world(), now), await opens(world(), before)], [true, true]);
            assert.equal((await kept(purpose, "AWSPREVIOUS")).password, before.password);
        }
    });

    it("takes turns: after two rotations the first user has a new password, and the old one opens nothing", async () => {
        const first = await kept("application", "AWSCURRENT");
        await rotateAll("application");
        await rotateAll("application");
        const third = await kept("application", "AWSCURRENT");
        assert.equal(third.user, first.user);
        assert.deepEqual([await opens(world(), third), await opens(world(), first)], [true, false]);
    });

    it("tells the pooler what the server has", async () => {
        await rotateAll("application");
        const { user } = await kept("application", "AWSCURRENT");
        const pooler = await kept("pooler", "AWSCURRENT");
        const db = await world().connect(world().place, pooler);
        const { rows } = await db.query("SELECT * FROM pooler.lookup($1)", [user]);
        await db.end();
        const [server] = await database().asRds(
            `SELECT rolpassword, rolvaliduntil FROM pg_authid WHERE rolname = '${user}'`,
        );
        assert.deepEqual(rows, [{ username: user, password: server!.rolpassword }]);
        const days = (Number(server!.rolvaliduntil) - Date.now()) / 86_400_000;
        assert.ok(days > 89 && days < 91, `${days} days`);
    });

    it("does in a repeated step what it did before: nothing more", async () => {
        const event = await cloud().startRotation("application");
        const seen: string[] = [];
        for (const one of STEPS) {
            for (let times = 0; times < 3; times += 1) await step(one, event);
            const stage = one === "finishSecret" ? "AWSCURRENT" : "AWSPENDING";
            seen.push((await kept("application", stage)).password);
        }
        assert.equal(new Set(seen).size, 1, "one password from the first step to the last");
        const { VersionIdsToStages = {} } = await cloud().secrets.send(
            new DescribeSecretCommand({ SecretId: event.SecretId }),
        );
        assert.equal(Object.keys(VersionIdsToStages).length, 2);
    });

    for (const died of STEPS.slice(0, 3)) {
        it(`goes on from its first step when it died after ${died}, and until then the current password opens`, async () => {
            const before = await kept("application", "AWSCURRENT");
            const event = await cloud().startRotation("application");
            for (const one of STEPS.slice(0, STEPS.indexOf(died) + 1)) await step(one, event);
            assert.ok(await opens(world(), before));
            assert.equal((await kept("application", "AWSCURRENT")).password, before.password);
            for (const one of STEPS) await step(one, event);
            assert.ok(await opens(world(), await kept("application", "AWSCURRENT")));
            assert.ok(await opens(world(), before));
        });
    }

    it("leaves a password alone that sessions were opened with, and goes on when they have ended", async () => {
        const old = await kept("application", "AWSCURRENT");
        const session = await world().connect(world().place, old);
        await rotateAll("application");
        const event = await cloud().startRotation("application");
        await step("createSecret", event);
        await assert.rejects(
            step("setSecret", event),
            /application_a has 1 open sessions: something still uses the password before the current one\. Restart it/,
        );
        assert.ok(await opens(world(), old));
        await session.end();
        for (const one of STEPS) await step(one, event);
        assert.equal((await kept("application", "AWSCURRENT")).user, "application_a");
    });

    it("rotates the master through RDS, and roles go on rotating in the middle of it", async () => {
        const before = await kept("master", "AWSCURRENT");
        const event = await cloud().startRotation("master");
        await step("createSecret", event);
        await step("setSecret", event);
        assert.deepEqual(
            [await opens(world(), await kept("master", "AWSPENDING")), await opens(world(), before)],
            [true, false],
        );
        await rotateAll("application");
        for (const one of STEPS) await step(one, event);
        const now = await kept("master", "AWSCURRENT");
        assert.equal(now.user, MASTER.user);
        assert.ok(await opens(world(), now));
        await rotateAll("reporter");
    });

    it("shows no password in an error, in the server's log, or in what RDS is asked for but the one request", async () => {
        await rotateAll("application");
        await rotateAll("master");
        for (const owner of ["master", ...purposeNames] as Owner[]) {
            for (const stage of ["AWSCURRENT", "AWSPREVIOUS"] as const) {
                const login = await read(world(), owner, stage);
                // The real RDS sets the master's password by means of its own.
                if (login && owner !== "master")
                    assert.ok(!database().logs().includes(login.password), owner);
            }
        }
        assert.equal(cloud().asked.filter((action) => action === "ModifyDBInstance").length, 2);
    });

    it("keeps secrets in the form of AWS's own database secrets", async () => {
        await rotateAll("application");
        const { SecretString } = await cloud().secrets.send(
            new GetSecretValueCommand({ SecretId: `${PREFIX}/application` }),
        );
        const { password, ...rest } = JSON.parse(SecretString!) as Record<string, unknown>;
        assert.match(String(password), /^[A-Za-z0-9]{40}$/);
        const where = { host: "localhost", port: database().port, dbname: "app" };
        assert.deepEqual(rest, { engine: "postgres", ...where, username: "application_b" });
    });
});
