import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { bundleOfImage } from "../../functions/restore-check/task.ts";
import { assertFetchesByDigest } from "../../support/dockerfile.ts";
import { HOUSE } from "../../support/house.ts";
import { skipUnless } from "../../support/skip.ts";

const dockerfile = readFileSync(path.join(HOUSE, "images/restore-check/Dockerfile"), "utf8");

describe("the image of the check", () => {
    it("names everything that it fetches by its digest", () => {
        assertFetchesByDigest(dockerfile);
        assert.match(dockerfile, /^RUN npm ci --ignore-scripts /m);
    });

    it("starts as a user whom no system knows, with nothing but what it sets itself and the deployment", function () {
        skipUnless(this, process.getuid?.() === 0, "only root may become another user");
        const [, uid] = /^USER (\d+):\1$/m.exec(dockerfile) ?? [];
        const [, settings = ""] = /^ENV (.+)$/m.exec(dockerfile) ?? [];
        const own = Object.fromEntries(settings.split(" ").map((one) => one.split("=") as [string, string]));
        const bundle = bundleOfImage();
        try {
            const { stderr, status } = spawnSync(process.execPath, [bundle.file], {
                ...{ uid: Number(uid), gid: Number(uid), cwd: "/", encoding: "utf8" },
                env: {
                    ...{
                        PATH: process.env.PATH,
                        ...own,
                        RESTORE_JOB_ID: "a",
                        RESTORE_TESTING_PLAN: "weekly",
                    },
                    ...{
                        AWS_REGION: "eu-central-1",
                        EVIDENCE_BUCKET: "b",
                        ENVIRONMENT: "c",
                        CHECK_VERSION: "d",
                    },
                    ...{ DATABASE_NAME: "e", DATABASE_USER: "f", AWS_ENDPOINT_URL: "http://127.0.0.1:1" },
                    ...{ AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
                },
            });
            assert.equal(status, 1);
            // So far it comes without AWS: everything that it needs of the system was there.
            assert.match(stderr, /"error":"connect ECONNREFUSED 127\.0\.0\.1:1"/);
        } finally {
            bundle.remove();
        }
    });
});
