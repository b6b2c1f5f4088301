import assert from "node:assert/strict";
import { DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import { rotate } from "../../../functions/cache-password/rotate.ts";
import { aligned, STEPS } from "./served.ts";

describe("the rotation of the cache's password", function () {
    this.timeout(300_000);
    const { world, cloud, cache, value, password, opens, changes, step, rotateAll } = aligned();

    it("gives the user a second password, and the one before still opens", async () => {
        const before = await password("AWSCURRENT");
        await rotateAll();
        const now = await password("AWSCURRENT");
        assert.notEqual(now, before);
        assert.deepEqual([await opens(now), await opens(before)], [true, true]);
        assert.equal(await password("AWSPREVIOUS"), before);
        const { port } = world().place;
        const url = `rediss://app:${now}@localhost:${port}`;
        const rest = { engine: "valkey", host: "localhost", port, username: "app", password: now, url };
        assert.deepEqual(await value("AWSCURRENT"), rest);
    });

    it("takes the oldest one away at the next, and what was opened with it stays open", async () => {
        const first = await password("AWSCURRENT");
        const client = await cache().connect({ user: "app", password: first });
        await rotateAll();
        await rotateAll();
        const [second, third] = [await password("AWSPREVIOUS"), await password("AWSCURRENT")];
        assert.deepEqual([await opens(first), await opens(second), await opens(third)], [false, true, true]);
        assert.equal(await client.send("SET", "key", "1"), "OK");
        client.close();
    });

    it("has the next password open before it becomes the current one", async () => {
        const event = await cloud().startRotation();
        await step("createSecret", event);
        assert.equal(await opens(await password("AWSPENDING")), false);
        await step("setSecret", event);
        assert.equal(cloud().user.status, "active");
        assert.deepEqual(
            [await opens(await password("AWSPENDING")), await opens(await password("AWSCURRENT"))],
            [true, true],
        );
    });

    it("does in a repeated step what it did before: nothing more", async () => {
        const event = await cloud().startRotation();
        const seen: string[] = [];
        for (const one of STEPS) {
            for (let times = 0; times < 3; times += 1) await step(one, event);
            seen.push(await password(one === "finishSecret" ? "AWSCURRENT" : "AWSPENDING"));
        }
        assert.equal(new Set(seen).size, 1, "one password from the first step to the last");
        assert.equal(changes(), 1);
        const { VersionIdsToStages = {} } = await cloud().secrets.send(
            new DescribeSecretCommand({ SecretId: event.SecretId }),
        );
        assert.equal(Object.keys(VersionIdsToStages).length, 2);
    });

    for (const died of STEPS.slice(0, 3)) {
        it(`goes on from its first step when it died after ${died}, and until then the current password opens`, async () => {
            const before = await password("AWSCURRENT");
            const event = await cloud().startRotation();
            for (const one of STEPS.slice(0, STEPS.indexOf(died) + 1)) await step(one, event);
            assert.ok(await opens(before));
            assert.equal(await password("AWSCURRENT"), before);
            for (const one of STEPS) await step(one, event);
            assert.deepEqual([await opens(await password("AWSCURRENT")), await opens(before)], [true, true]);
            assert.equal(changes(), 1);
        });
    }

    it("goes on when it was killed while ElastiCache was at work", async () => {
        const event = await cloud().startRotation();
        await step("createSecret", event);
        const killed = { ...world(), pause: () => Promise.reject(new Error("killed")) };
        let goOn = () => {};
        cloud().user.held = new Promise<void>((resolve) => (goOn = resolve));
        await assert.rejects(rotate(killed, { Step: "setSecret", ...event }), /killed/);
        assert.equal(cloud().user.status, "modifying");
        goOn();
        for (const one of STEPS) await step(one, event);
        assert.ok(await opens(await password("AWSCURRENT")));
        assert.equal(changes(), 1);
    });

    it("sets it once when the same step runs twice at a time", async () => {
        const event = await cloud().startRotation();
        await step("createSecret", event);
        await Promise.all([step("setSecret", event), step("setSecret", event)]);
        assert.deepEqual(cloud().user.passwords, [
            await password("AWSCURRENT"),
            await password("AWSPENDING"),
        ]);
    });

    it("mends a user that had lost the current password", async () => {
        cloud().user.passwords = ["somebody-changed-it"];
        await cache().setPasswords(["somebody-changed-it"]);
        const before = await password("AWSCURRENT");
        await rotateAll();
        assert.deepEqual([await opens(before), await opens(await password("AWSCURRENT"))], [true, true]);
        assert.equal(await opens("somebody-changed-it"), false);
    });
});
