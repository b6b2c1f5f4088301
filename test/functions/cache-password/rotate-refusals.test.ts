import assert from "node:assert/strict";
import { DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import { rotate } from "../../../functions/cache-password/rotate.ts";
import type { World } from "../../../functions/cache-password/world.ts";
import { SECRET } from "./cloud.ts";
import { aligned, STEPS } from "./served.ts";

describe("a rotation of the cache's password that must not be", function () {
    this.timeout(300_000);
    const { world, cloud, password, changes, step, rotateAll } = aligned();

    it("refuses a version that is not pending, and one that it does not know", async () => {
        const { SecretId, ClientRequestToken } = await rotateAll();
        const first = Object.entries(
            (await cloud().secrets.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages ?? {},
        ).find(([, stages]) => stages.includes("AWSPREVIOUS"))![0];
        for (const one of STEPS) {
            const old = step(one, { SecretId, ClientRequestToken: first });
            await assert.rejects(old, /has AWSPREVIOUS; only AWSPENDING can be rotated/);
            const unknown = "00000000-0000-0000-0000-000000000000";
            const other = step(one, { SecretId, ClientRequestToken: unknown });
            await assert.rejects(other, /has no stage; only AWSPENDING/);
        }
        // Finished: Secrets Manager may send the last step again.
        await step("finishSecret", { SecretId, ClientRequestToken });
    });

    it("refuses another step, and a secret that is not its own, in words that say what to use", async () => {
        const event = await cloud().startRotation();
        await assert.rejects(step("dropSecret", event), /Step is "dropSecret"; use createSecret, setSecret/);
        await assert.rejects(step("constructor", event), /Step is "constructor"; use/);
        for (const name of [`other/${SECRET}`, `${SECRET}-2`, "acme-staging/database"]) {
            const SecretId = `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}-AbCdEf`;
            const asked = step("createSecret", { ...event, SecretId });
            await assert.rejects(asked, /SecretId is .*; use the ARN of acme-staging\/cache\./);
        }
    });

    it("never makes a version current that has no value, nor passes one whose password opens nothing", async () => {
        const event = await cloud().startRotation();
        for (const one of ["setSecret", "testSecret", "finishSecret"])
            await assert.rejects(step(one, event), /has no value; use createSecret first/);
        await step("createSecret", event);
        await assert.rejects(step("testSecret", event), /app can't sign in with its next password/);
    });

    for (const [whose, value, message] of [
        ["another user", { username: "default", password: "x".repeat(40) }, /is for "default"; use app/],
        ["nobody", "not JSON: hunter2", /lacks username or password; use JSON/],
        ["ElastiCache's taste", { username: "app", password: "hunter2" }, /; use 16 to 128 printable/],
        ["today", "the current one", /has the current password; use another/],
    ] as const) {
        it(`refuses a value that someone else wrote, which is for ${whose}, and does not repeat it`, async () => {
            const event = await cloud().startRotation();
            const now = { username: "app", password: await password("AWSCURRENT") };
            await cloud().put(value === "the current one" ? now : value, event);
            for (const one of STEPS.slice(0, 2)) {
                const isGood = (error: Error) =>
                    message.test(error.message) && !/hunter2|x{40}/.test(error.message);
                if (value !== "the current one" || one === "setSecret")
                    await assert.rejects(step(one, event), isGood);
            }
            assert.equal(changes(), 0);
        });
    }

    it("never sends a password to a host that a secret names", async () => {
        const event = await cloud().startRotation();
        const value = {
            host: "evil.test",
            url: "rediss://evil.test",
            username: "app",
            password: "x".repeat(40),
        };
        await cloud().put(value, event);
        const hosts: string[] = [];
        const watched: World = {
            ...world(),
            opens: (place, one) => {
                hosts.push(place.host);
                return world().opens(place, one);
            },
        };
        for (const Step of ["setSecret", "testSecret"]) await rotate(watched, { Step, ...event });
        assert.deepEqual([...new Set(hosts)], ["localhost"]);
    });
});
