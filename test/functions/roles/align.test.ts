import assert from "node:assert/strict";
import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { align } from "../../../functions/roles/align.ts";
import { purposeNames } from "../../../functions/roles/purposes.ts";
import { rotate } from "../../../functions/roles/rotate.ts";
import { read } from "../../../functions/roles/secret.ts";
import { opens, type World } from "../../../functions/roles/world.ts";
import { onServers, OWNERS } from "./aligned.ts";
import { COPY, INSTANCE, PREFIX, type Cloud } from "./cloud.ts";
import { makeIam, MASTER, type Database } from "./database.ts";

describe("aligning a database with its secrets", function () {
    this.timeout(300_000);
    const { rotateAll, ...servers } = onServers();
    let database: Database;
    let cloud: Cloud;
    let world: World;
    beforeEach(() => {
        [database, cloud, world] = [servers.database(), servers.cloud(), servers.world()];
    });

    const opensAll = async () => {
        for (const owner of OWNERS) {
            const kept = await read(world, owner, "AWSCURRENT");
            assert.ok(kept && (await opens(world, kept)), owner);
        }
    };
    const resets = () => cloud.asked.filter((action) => action === "ModifyDBInstance").length;

    it("starts from empty secrets: the master password of Pulumi's state opens nothing from then on", async () => {
        assert.ok(await opens(world, MASTER));
        const done = await align(world);
        assert.equal(done.isMasterReset, true);
        assert.deepEqual(
            done.passwords,
            purposeNames.map((purpose) => `${purpose}_a`),
        );
        assert.equal(await opens(world, MASTER), false);
        await opensAll();
    });

    it("changes nothing the second time, and asks RDS for nothing", async () => {
        await align(world);
        const before = await Promise.all(OWNERS.map((owner) => read(world, owner, "AWSCURRENT")));
        const done = await align(world);
        assert.deepEqual([done.isMasterReset, done.passwords, done.adopted, resets()], [false, [], [], 1]);
        assert.deepEqual(await Promise.all(OWNERS.map((owner) => read(world, owner, "AWSCURRENT"))), before);
    });

    it("can run beside itself on a fresh database: both end with the same secrets, and all of them open", async () => {
        await Promise.all([align(world), align(world)]);
        await opensAll();
    });

    it("mends a password that someone changed, and what the pooler is told", async () => {
        await align(world);
        await database.asRds("ALTER ROLE application_a PASSWORD 'by-hand'; DELETE FROM pooler.credentials");
        assert.deepEqual((await align(world)).passwords, ["application_a", "reporter_a"]);
        await opensAll();
    });

    it("leaves an unfinished rotation alone", async () => {
        await align(world);
        await rotateAll("application");
        for (const owner of ["application", "master"]) {
            const event = await cloud.startRotation(owner);
            for (const Step of ["createSecret", "setSecret"]) await rotate(world, { Step, ...event });
        }
        assert.deepEqual((await align(world)).passwords, []);
        for (const owner of ["application", "master"] as const)
            assert.ok(await opens(world, (await read(world, owner, "AWSPENDING"))!), owner);
    });

    it("opens a restored copy, which has the passwords of its time, with those of today", async () => {
        await align(world);
        // Moto has no server: the one there is plays the copy, under the address that it has for both.
        const copied: World = { ...world, rds: atHome(cloud, database) };
        await rotateAll("application");
        await database.asRds(
            `ALTER ROLE app_owner PASSWORD 'of-its-time';
             ALTER ROLE application_a PASSWORD 'of-its-time'; ALTER ROLE application_b PASSWORD 'of-its-time';
             ALTER ROLE checker_a PASSWORD 'of-its-time'`,
        );
        const done = await align(copied, COPY);
        assert.deepEqual([done.instance, done.isMasterReset], [COPY, true]);
        assert.deepEqual(done.passwords, ["application_b", "application_a", "checker_a"]);
        await opensAll();
        assert.ok(await opens(world, (await read(world, "application", "AWSPREVIOUS"))!));
    });

    it("gives no copy the first values of secrets: they belong to the instance that serves", async () => {
        await assert.rejects(
            align(world, COPY),
            /The secret of master has no value; use \{"action":"align"\} without/,
        );
    });

    it("points the secrets to the instance that serves now, with the passwords that they had", async () => {
        await align(world);
        const { password } = (await read(world, "application", "AWSCURRENT"))!;
        const moved: World = { ...world, place: { ...world.place, host: "127.0.0.1" } };
        const connect: World["connect"] = (place, login) =>
            world.connect({ ...place, host: "localhost" }, login);
        await align({ ...moved, connect });
        const now = (await read(world, "application", "AWSCURRENT"))!;
        assert.deepEqual([now.host, now.password], ["127.0.0.1", password]);
    });

    it("resets no master when the server can't be reached: only a refused password says that it is wrong", async () => {
        await align(world);
        const connect: World["connect"] = (place, login) => world.connect({ ...place, port: 1 }, login);
        await assert.rejects(align({ ...world, connect }), /ECONNREFUSED/);
        const elsewhere: World["connect"] = (place, login) =>
            world.connect({ ...place, database: "none" }, login);
        await assert.rejects(align({ ...world, connect: elsewhere }), /database "none" does not exist/);
        assert.equal(resets(), 1);
    });

    it("refuses a server whose certificate names another, before any password is sent", async () => {
        await align(world);
        const connect: World["connect"] = (place, login) =>
            world.connect({ ...place, host: "127.0.0.1" }, login);
        await assert.rejects(align({ ...world, connect }), /IP: 127\.0\.0\.1 is not in the cert's list/);
    });

    it("refuses a master's secret that is for another user", async () => {
        await align(world);
        const SecretString = JSON.stringify({ host: "localhost", username: "rdsadmin", password: "x" });
        await cloud.secrets.send(new PutSecretValueCommand({ SecretId: `${PREFIX}/master`, SecretString }));
        await assert.rejects(align(world), /The master's secret is for "rdsadmin"; use app_owner\./);
    });

    it("lets the witness and the checker of a backup sign in by IAM, here and in a copy", async () => {
        await makeIam(database);
        assert.equal((await align(world)).iam, "granted");
        await database.asRds("REVOKE rds_iam FROM witness_iam, checker_iam, reporter_iam");
        assert.equal((await align({ ...world, rds: atHome(cloud, database) }, COPY)).iam, "granted");
        await opensAll();
    });

    it("tells of an instance that RDS does not know", async () => {
        await align(world);
        await assert.rejects(align(world, "nobody"), /nobody not found/i);
        assert.equal(world.place.instance, INSTANCE);
    });
});

/** RDS with the copy at the test's own server. */
function atHome(cloud: Cloud, database: Database): World["rds"] {
    const send = async (command: { constructor: { name: string } }) => {
        const answer = await cloud.rds.send(command as never);
        const { DBInstances: [instance] = [] } = answer as { DBInstances?: { Endpoint?: object }[] };
        if (instance) instance.Endpoint = { Address: "localhost", Port: database.port };
        return answer;
    };
    return { send } as unknown as World["rds"];
}
