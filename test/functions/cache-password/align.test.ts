import assert from "node:assert/strict";
import { ListSecretVersionIdsCommand } from "@aws-sdk/client-secrets-manager";
import { align } from "../../../functions/cache-password/align.ts";
import { IN_STATE } from "./cache.ts";
import { SECRET } from "./cloud.ts";
import { onServers } from "./served.ts";

describe("the cache's password at a deployment", function () {
    this.timeout(300_000);
    const { world, cloud, cache, value, password, opens, changes, step, rotateAll } = onServers();

    const versions = async () => {
        const asked = { SecretId: SECRET, IncludeDeprecated: true };
        return (await cloud().secrets.send(new ListSecretVersionIdsCommand(asked))).Versions!.length;
    };

    it("is made by the first, and the one in Pulumi's state opens nothing from then on", async () => {
        assert.ok(await opens(IN_STATE));
        const done = await align(world());
        assert.deepEqual(done, { user: "acme-staging-app", isSecretWritten: true, isUserChanged: true });
        assert.deepEqual([await opens(await password("AWSCURRENT")), await opens(IN_STATE)], [true, false]);
    });

    it("is told field by field, and as the address that REDIS_URL takes", async () => {
        await align(world());
        const { password: made, ...rest } = (await value("AWSCURRENT"))!;
        assert.match(String(made), /^[A-Za-z0-9]{40}$/);
        const { port } = cache();
        const url = `rediss://app:${String(made)}@localhost:${port}`;
        assert.deepEqual(rest, { engine: "valkey", host: "localhost", port, username: "app", url });
    });

    it("is left alone by the next, which changes nothing at all", async () => {
        await align(world());
        const made = await password("AWSCURRENT");
        cloud().asked.length = 0;
        const done = await align(world());
        assert.deepEqual(done, { user: "acme-staging-app", isSecretWritten: false, isUserChanged: false });
        assert.deepEqual([cloud().asked, await versions()], [["DescribeUsers"], 1]);
        assert.equal(await password("AWSCURRENT"), made);
    });

    for (const [what, change] of [
        ["has the one of Pulumi's state again", { passwords: [IN_STATE] }],
        ["has another besides", { passwords: ["own", IN_STATE] }],
        ["needs none", { type: "no-password", passwords: [] }],
    ] as const) {
        it(`is given to a user that ${what}`, async () => {
            await align(world());
            const made = await password("AWSCURRENT");
            const passwords = change.passwords.map((one) => (one === "own" ? made : one));
            Object.assign(cloud().user, change, { passwords });
            if ("type" in change) await cache().asElastiCache("ACL", "SETUSER", "app", "nopass");
            else await cache().setPasswords(passwords);
            assert.equal((await align(world())).isUserChanged, true);
            assert.deepEqual([cloud().user.type, cloud().user.passwords], ["password", [made]]);
            assert.deepEqual([await opens(made), await opens(IN_STATE)], [true, false]);
        });
    }

    it("is given by the next run when the first one died between the secret and the user", async () => {
        const died = { ...world(), pause: () => Promise.reject(new Error("killed")) };
        cloud().user.status = "modifying";
        await assert.rejects(align(died), /killed/);
        const made = await password("AWSCURRENT");
        assert.equal(await opens(made), false);
        cloud().user.status = "active";
        const done = await align(world());
        assert.deepEqual([done.isSecretWritten, done.isUserChanged], [false, true]);
        assert.ok(await opens(made));
    });

    it("is one, when two deployments make it at a time", async () => {
        const done = await Promise.all([align(world()), align(world())]);
        assert.equal(done.filter(({ isSecretWritten }) => isSecretWritten).length, 1);
        assert.ok(await opens(await password("AWSCURRENT")));
        assert.deepEqual([cloud().user.passwords.length, await versions()], [1, 1]);
    });

    it("stays when the cache moves, and the secret points to the new place", async () => {
        const old = { ...world().place, host: "old.test" };
        await align({ ...world(), place: old, opens: (_, one) => opens(one) });
        const made = await password("AWSCURRENT");
        assert.equal((await value("AWSCURRENT"))!.host, "old.test");
        const done = await align(world());
        assert.deepEqual([done.isSecretWritten, done.isUserChanged], [true, false]);
        const { host, url } = (await value("AWSCURRENT"))!;
        assert.deepEqual([host, url], ["localhost", `rediss://app:${made}@localhost:${cache().port}`]);
    });

    it("stays beside the last one, which older tasks use, and mends both", async () => {
        await align(world());
        const first = await password("AWSCURRENT");
        await rotateAll();
        const second = await password("AWSCURRENT");
        assert.equal((await align(world())).isUserChanged, false);
        cloud().user.passwords = [IN_STATE];
        await cache().setPasswords([IN_STATE]);
        assert.equal((await align(world())).isUserChanged, true);
        assert.deepEqual(
            [await opens(first), await opens(second), await opens(IN_STATE)],
            [true, true, false],
        );
    });

    it("leaves a rotation alone that is half-way, before and after it has set the next one", async () => {
        await align(world());
        await rotateAll();
        const event = await cloud().startRotation();
        await step("createSecret", event);
        assert.equal((await align(world())).isUserChanged, false);
        await step("setSecret", event);
        assert.equal((await align(world())).isUserChanged, false);
        assert.ok(await opens(await password("AWSPENDING")));
        for (const one of ["testSecret", "finishSecret"]) await step(one, event);
        assert.equal((await align(world())).isUserChanged, false);
    });

    it("waits for a user that somebody else is changing, and for ElastiCache that wants to be asked less", async () => {
        Object.assign(cloud().user, { status: "modifying", throttled: 2 });
        setTimeout(() => (cloud().user.status = "active"), 400);
        assert.equal((await align(world())).isUserChanged, true);
        assert.equal(changes(), 1);
    });

    it("is made good when another run puts an old one back at the same time", async () => {
        const overtake = async () => {
            cloud().user.passwords = [IN_STATE];
            await cache().setPasswords([IN_STATE]);
        };
        cloud().user.afterwards = overtake;
        await align(world());
        assert.deepEqual([await opens(await password("AWSCURRENT")), await opens(IN_STATE)], [true, false]);
        assert.equal(changes(), 2);
    });

    it("is given up when ElastiCache takes it three times and the cache does not, with what to look at", async () => {
        cloud().user.isInGroup = false;
        await assert.rejects(
            align(world()),
            /took the passwords 3 times, and the cache refuses them; see that/,
        );
        assert.equal(changes(), 3);
    });

    it("is not taken from a value of someone's that is none, nor is that value shown", async () => {
        await cloud().put("not JSON: hunter2");
        const isGood = ({ message }: Error) =>
            /lacks username or password/.test(message) && !/hunter2/.test(message);
        await assert.rejects(align(world()), isGood);
        await cloud().put({ username: "default", password: "x".repeat(40) });
        await assert.rejects(align(world()), /is for "default"; use app\./);
        for (const bad of ["hunter2", `${"x".repeat(20)}@evil.test`, `${"x".repeat(20)}\n`, "é".repeat(20)]) {
            await cloud().put({ username: "app", password: bad });
            await assert.rejects(align(world()), ({ message }: Error) => {
                return /is none for ElastiCache; use 16 to 128/.test(message) && !message.includes(bad);
            });
        }
        assert.equal(changes(), 0);
        await cloud().put({ username: "app", password: "written#by?a-person:" });
        assert.deepEqual((await align(world())).isUserChanged, true);
        const { url } = (await value("AWSCURRENT"))!;
        assert.equal(new URL(String(url)).password, "written%23by%3Fa-person%3A");
    });

    it("is not in the way of a last or a next one that is none", async () => {
        await align(world());
        const good = await value("AWSCURRENT");
        await cloud().put("not JSON");
        await cloud().put(good!);
        await cloud().put("not JSON, either", await cloud().startRotation());
        const done = await align(world());
        assert.deepEqual([done.isSecretWritten, done.isUserChanged], [false, false]);
    });

    it("is in no log of the server's and in nothing that is said of it", async () => {
        const said = JSON.stringify(await align(world()));
        const made = await password("AWSCURRENT");
        assert.ok(cache().logs().length > 0);
        for (const text of [said, cache().logs()]) assert.ok(!text.includes(made));
    });
});
