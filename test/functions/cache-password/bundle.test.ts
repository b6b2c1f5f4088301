import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundled } from "../../../stacks/bundle.ts";
import { ended } from "../../support/command.ts";
import { SECRET } from "./cloud.ts";
import { USER_ID } from "./elasticache.ts";
import { onServers, STEPS } from "./served.ts";

/** What AWS's runtime does: it loads index.handler, and hands over an event. */
const RUNTIME = `
    const { handler } = require("./index.js");
    handler(JSON.parse(process.argv[2])).then(
        (answer) => process.stdout.write("\\nANSWER " + JSON.stringify(answer ?? null)),
        (error) => { process.stdout.write("\\nERROR " + error.message); },
    );`;

const code = await bundled("cache-password");

describe("the bundle of the cache's password", function () {
    this.timeout(120_000);
    const folder = mkdtempSync(path.join(tmpdir(), "airworthy-bundle-"));

    before(() => {
        writeFileSync(path.join(folder, "index.js"), code);
        writeFileSync(path.join(folder, "runtime.js"), RUNTIME);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    /** In a process of its own, with nothing near it but AWS's SDK. */
    const invoke = async (event: unknown, env: Record<string, string> = {}) => {
        const { stdout, stderr } = await ended(
            spawn(process.execPath, ["runtime.js", JSON.stringify(event)], {
                cwd: folder,
                env: { PATH: process.env.PATH, NODE_PATH: path.resolve("node_modules"), ...env },
                stdio: ["ignore", "pipe", "pipe"],
            }),
        );
        return { answer: stdout.split("\n").at(-1)!, stdout, stderr };
    };

    it("has all that it needs but AWS's SDK and node's own", () => {
        const asked = [...code.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name!);
        const outside = new Set(asked.filter((name) => !isBuiltin(name)));
        assert.deepEqual([...outside].sort(), [
            "@aws-sdk/client-elasticache",
            "@aws-sdk/client-secrets-manager",
        ]);
    });

    it("names every variable that is missing or wrong before it does anything", async () => {
        const env = { AWS_REGION: "eu-central-1", CACHE_PORT: "6379x" };
        const { answer } = await invoke({ action: "align" }, env);
        for (const name of ["CACHE_USER_ID", "CACHE_USERNAME", "CACHE_HOST", "SECRET_NAME"])
            assert.match(answer, new RegExp(`ERROR .*${name} is not set`));
        assert.match(answer, /CACHE_PORT is "6379x"; use a whole number from 1 to 65535/);
    });

    describe("beside a real cache and simulated AWS", () => {
        const { cloud, cache, password, opens } = onServers();
        const env = () => ({
            ...{ AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
            ...{ AWS_ENDPOINT_URL: cloud().endpoint, NODE_EXTRA_CA_CERTS: cache().caFile },
            ...{ CACHE_USER_ID: USER_ID, CACHE_USERNAME: "app", CACHE_HOST: "localhost" },
            ...{ CACHE_PORT: String(cache().port), SECRET_NAME: SECRET },
        });

        it("takes the events as AWS sends them, and logs JSON without a password", async () => {
            // It waits in real seconds for a change that is not there at once.
            cloud().user.delay = 0;
            const aligned = await invoke({ action: "align" }, env());
            const done = { user: USER_ID, isSecretWritten: true, isUserChanged: true };
            assert.equal(aligned.answer, `ANSWER ${JSON.stringify(done)}`, aligned.stderr);
            const event = await cloud().startRotation();
            let said = aligned.stdout;
            for (const Step of STEPS) {
                const { answer, stdout, stderr } = await invoke({ Step, ...event }, env());
                assert.equal(answer, "ANSWER null", stdout + stderr);
                const logged = JSON.parse(stdout.split("\n")[0]!) as object;
                const version = event.ClientRequestToken;
                assert.deepEqual(logged, { step: Step, secret: event.SecretId, version });
                said += stdout + stderr;
            }
            for (const stage of ["AWSCURRENT", "AWSPREVIOUS"] as const) {
                const one = await password(stage);
                assert.deepEqual([await opens(one), said.includes(one)], [true, false]);
            }
        });

        it("trusts only a server whose certificate it knows", async () => {
            const { answer } = await invoke({ action: "align" }, { ...env(), NODE_EXTRA_CA_CERTS: "" });
            // The user has one password, and so has the secret: it signs in to see whether they are the same.
            assert.match(answer, /^ERROR .*certificate/);
        });

        for (const event of [{}, null, "align", { action: "drop" }, { Step: "x" }]) {
            it(`refuses the event ${JSON.stringify(event)} and says what to use`, async () => {
                const { answer } = await invoke(event, env());
                assert.match(answer, /^ERROR The event has .*; use \{"action":"align"\}/);
            });
        }
    });
});
