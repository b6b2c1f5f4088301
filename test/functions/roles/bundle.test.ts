import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { purposeNames } from "../../../functions/roles/purposes.ts";
import { bundled } from "../../../stacks/bundle.ts";
import { askedForBy, inLambda, withSdk } from "../../support/lambda.ts";
import { skipUnless } from "../../support/skip.ts";
import { INSTANCE, PREFIX, startCloud, type Cloud } from "./cloud.ts";
import { MASTER, startDatabase, type Database } from "./database.ts";
import { postgresFolder } from "../../../scripts/lib/postgres-programs.ts";
import { motoProgram } from "../../support/moto.ts";

const code = await bundled("roles");

describe("the bundle of the database's roles", function () {
    this.timeout(300_000);
    const { folder, invoke } = inLambda(code, { env: withSdk });

    it("is the same bytes each time, wherever it is made, and names no folder of the machine", async () => {
        assert.equal(await bundled("roles"), code);
        const program = `import("${path.resolve("stacks/bundle.ts")}").then(({ bundled }) => bundled("roles").then((text) => process.stdout.write(text)))`;
        const loader = import.meta.resolve("tsx/esm");
        const other = spawnSync(process.execPath, ["--import", loader, "-e", program], {
            ...{ cwd: folder, encoding: "utf8", maxBuffer: 1e8 },
        });
        assert.equal(other.stdout, code, other.stderr);
        assert.ok(!code.includes(path.resolve(".")) && !code.includes("/node_modules/"));
    });

    it("has all that it needs but AWS's SDK and node's own, the signer of tokens too", () => {
        const known = [
            "@aws-sdk/client-rds",
            "@aws-sdk/client-secrets-manager",
            "@aws-sdk/signature-v4-crt",
            "pg-cloudflare",
            "pg-native",
        ];
        assert.deepEqual(askedForBy(code), known);
    });

    it("names every variable that is missing or wrong before it does anything", async () => {
        const { answer } = await invoke(
            { action: "align" },
            { AWS_REGION: "eu-central-1", DATABASE_PORT: "0" },
        );
        for (const name of ["DATABASE_INSTANCE", "DATABASE_HOST", "DATABASE_MASTER", "SECRETS_PREFIX"])
            assert.match(answer, new RegExp(`ERROR .*${name} is not set`));
        assert.match(answer, /DATABASE_PORT is "0"; use a whole number from 1 to 65535/);
        assert.match(answer, /PASSWORD_DAYS is undefined; use a whole number/);
    });

    describe("beside a real database and simulated AWS", () => {
        let database: Database;
        let cloud: Cloud;
        let env: Record<string, string>;

        before(async function () {
            const [programs, moto] = [postgresFolder("newest"), motoProgram()];
            skipUnless(this, programs && moto, "no PostgreSQL server or no moto: npm run servers");
            database = await startDatabase(programs!);
            cloud = await startCloud(moto!, database, ["master", ...purposeNames]);
            await database.renew();
            await cloud.renew();
            env = {
                ...{ AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
                ...{ AWS_ENDPOINT_URL: cloud.endpoint, NODE_EXTRA_CA_CERTS: database.caFile },
                ...{ DATABASE_INSTANCE: INSTANCE, DATABASE_HOST: "localhost", DATABASE_NAME: "app" },
                ...{ DATABASE_PORT: String(database.port), DATABASE_MASTER: MASTER.user },
                ...{ SECRETS_PREFIX: PREFIX, PASSWORD_DAYS: "90" },
            };
        });
        after(async () => {
            await cloud?.stop();
            await database?.stop();
        });

        it("takes the events as AWS sends them, and logs JSON without a password", async () => {
            const aligned = await invoke({ action: "align" }, env);
            assert.match(aligned.answer, /^ANSWER \{"adopted":\[\],.*"isMasterReset":true\}$/, aligned.all);
            const event = await cloud.startRotation("application");
            for (const Step of ["createSecret", "setSecret", "testSecret", "finishSecret"]) {
                const { answer, log, all } = await invoke({ Step, ...event }, env);
                assert.equal(answer, "ANSWER null", all);
                const version = event.ClientRequestToken;
                assert.deepEqual(log, [{ step: Step, secret: event.SecretId, version }]);
            }
        });

        it("trusts only a server whose certificate it knows", async () => {
            const { answer } = await invoke({ action: "align" }, { ...env, NODE_EXTRA_CA_CERTS: "" });
            assert.match(answer, /^ERROR .*certificate/);
        });

        for (const event of [
            {},
            null,
            "align",
            { action: "drop" },
            { action: "align", instance: 1 },
            { Step: "x" },
        ]) {
            it(`refuses the event ${JSON.stringify(event)} and says what to use`, async () => {
                assert.match(
                    (await invoke(event, env)).answer,
                    /^ERROR The event has .*; use \{"action":"align"\}/,
                );
            });
        }
    });
});
