import assert from "node:assert/strict";
import { DescribeSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { align } from "../../../functions/roles/align.ts";
import { fence } from "../../../functions/roles/fence.ts";
import { masterLogin } from "../../../functions/roles/master.ts";
import { rotate } from "../../../functions/roles/rotate.ts";
import { read } from "../../../functions/roles/secret.ts";
import { opens, signedIn, type World } from "../../../functions/roles/world.ts";
import { aligned, STEPS } from "./aligned.ts";
import { INSTANCE, PREFIX } from "./cloud.ts";

describe("a rotation of the database's passwords that must not be", function () {
    this.timeout(300_000);
    const { step, rotateAll, world, cloud } = aligned();

    it("refuses a version that is not pending, and one that it does not know", async () => {
        const { SecretId, ClientRequestToken } = await rotateAll("application");
        const first = Object.entries(
            (await cloud().secrets.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages ?? {},
        ).find(([, stages]) => stages.includes("AWSPREVIOUS"))![0];
        for (const one of STEPS) {
            await assert.rejects(
                step(one, { SecretId, ClientRequestToken: first }),
                /has AWSPREVIOUS; only AWSPENDING can be rotated/,
            );
            const unknown = "00000000-0000-0000-0000-000000000000";
            await assert.rejects(
                step(one, { SecretId, ClientRequestToken: unknown }),
                /has no stage; only AWSPENDING/,
            );
        }
        // Finished: Secrets Manager may send the last step again.
        await step("finishSecret", { SecretId, ClientRequestToken });
    });

    it("refuses another step, and a secret that is none of its own, in words that say what to use", async () => {
        const event = await cloud().startRotation("application");
        await assert.rejects(step("dropSecret", event), /Step is "dropSecret"; use createSecret, setSecret/);
        await assert.rejects(step("constructor", event), /Step is "constructor"; use/);
        const SecretId = `arn:aws:secretsmanager:eu-central-1:123456789012:secret:other/${PREFIX}/application-AbCdEf`;
        await assert.rejects(step("createSecret", { ...event, SecretId }), /SecretId is .*; use the ARN of/);
    });

    it("never makes a version current that has no value, or whose password opens nothing", async () => {
        const event = await cloud().startRotation("application");
        await assert.rejects(step("finishSecret", event), /has no value; use createSecret first/);
        await step("createSecret", event);
        await assert.rejects(step("testSecret", event), /application_b can't sign in with its next password/);
    });

    it("refuses a value that someone else wrote: for the user in use, for the master, or for no one", async () => {
        const put = async (value: object | string) => {
            const event = await cloud().startRotation("application");
            const SecretString = typeof value === "string" ? value : JSON.stringify(value);
            await cloud().secrets.send(
                new PutSecretValueCommand({ ...event, SecretString, VersionStages: ["AWSPENDING"] }),
            );
            return step("setSecret", event);
        };
        const login = { host: "localhost", password: "a-password-of-someone" };
        await assert.rejects(put({ ...login, username: "application_a" }), /application_a, which is in use/);
        await assert.rejects(
            put({ ...login, username: "app_owner" }),
            /is for "app_owner"; use application_a or/,
        );
        await assert.rejects(put({ ...login, username: "migrator_b" }), /use application_a or application_b/);
        await assert.rejects(put("not JSON: hunter2"), (error: Error) => {
            return (
                /lacks host, username or password/.test(error.message) && !error.message.includes("hunter2")
            );
        });
    });

    it("never sends a password to a host that a secret names", async () => {
        const event = await cloud().startRotation("application");
        const value = { host: "evil.example", username: "application_b", password: "chosen-by-someone" };
        const SecretString = JSON.stringify(value);
        await cloud().secrets.send(
            new PutSecretValueCommand({ ...event, SecretString, VersionStages: ["AWSPENDING"] }),
        );
        const hosts: string[] = [];
        const watched: World = {
            ...world(),
            connect: (place, login) => {
                hosts.push(place.host);
                return world().connect(place, login);
            },
        };
        await rotate(watched, { Step: "setSecret", ...event });
        assert.deepEqual([...new Set(hosts)], ["localhost"]);
    });

    it("gives a fenced instance no password, and a deployment does not open it: another generation serves", async () => {
        const event = await cloud().startRotation("application");
        await step("createSecret", event);
        const login = (await masterLogin(world()))!;
        await signedIn(world(), login, (db) => fence(db, INSTANCE, 1));
        const says = /acme-staging is fenced: another generation serves/;
        await assert.rejects(step("setSecret", event), says);
        await assert.rejects(align(world()), says);
        const kept = (await read(world(), "application", "AWSCURRENT"))!;
        await assert.rejects(
            opens(world(), kept),
            (error: Error & { code?: string }) => error.code === "28000",
        );
        // The switch that is to lead back to it brings its passwords up to date, behind the fence.
        assert.deepEqual((await align(world(), undefined, true)).passwords, []);
    });
});
