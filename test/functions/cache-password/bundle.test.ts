import assert from "node:assert/strict";
import { bundled } from "../../../stacks/bundle.ts";
import { askedForBy, inLambda, withSdk } from "../../support/lambda.ts";
import { SECRET } from "./cloud.ts";
import { USER_ID } from "./elasticache.ts";
import { onServers, STEPS } from "./served.ts";

const code = await bundled("cache-password");

describe("the bundle of the cache's password", function () {
    this.timeout(300_000);
    const { invoke } = inLambda(code, { env: withSdk });

    it("has all that it needs but AWS's SDK and node's own", () => {
        assert.deepEqual(askedForBy(code), [
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
            assert.equal(aligned.answer, `ANSWER ${JSON.stringify(done)}`, aligned.all);
            const event = await cloud().startRotation();
            let said = aligned.all;
            for (const Step of STEPS) {
                const { answer, log, all } = await invoke({ Step, ...event }, env());
                assert.equal(answer, "ANSWER null", all);
                const version = event.ClientRequestToken;
                assert.deepEqual(log, [{ step: Step, secret: event.SecretId, version }]);
                said += all;
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
