import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { imageBundle } from "../../../scripts/lib/image-bundle.ts";
import { assertFetchesByDigest } from "../../support/dockerfile.ts";
import { HOUSE } from "../../support/house.ts";
import { skipUnless } from "../../support/skip.ts";

const dockerfile = readFileSync(path.join(HOUSE, "images/console/Dockerfile"), "utf8");

describe("the image of the console", () => {
    it("names what it is made from by its digest, and is not made without what records a session", () => {
        assertFetchesByDigest(dockerfile);
        assert.match(dockerfile, /&& command -v psql script cat$/m);
    });

    it("starts as a user whom no system knows, with nothing but what it sets itself and the deployment", function () {
        skipUnless(this, process.getuid?.() === 0, "only root may become another user");
        const [, uid] = /^USER (\d+):\1$/m.exec(dockerfile) ?? [];
        const [, settings = ""] = /^ENV (.+)$/m.exec(dockerfile) ?? [];
        const own = Object.fromEntries(settings.split(" ").map((one) => one.split("=") as [string, string]));
        const folder = mkdtempSync(path.join(tmpdir(), "airworthy-console-"));
        chmodSync(folder, 0o777);
        try {
            const file = path.join(folder, "index.cjs");
            writeFileSync(file, imageBundle("console"));
            const told = {
                MODE: "read",
                GENERATION: "a",
                WHO: "jane",
                MINUTES: "1",
                PATIENCE_SECONDS: "0.1",
            };
            const where = {
                DATABASE_HOST: "db",
                DATABASE_PORT: "5432",
                DATABASE_NAME: "app",
                DATABASE_USER: "x",
            };
            const { stdout, stderr, status } = spawnSync(process.execPath, [file], {
                ...{ uid: Number(uid), gid: Number(uid), cwd: "/", encoding: "utf8" },
                env: {
                    ...own,
                    ...told,
                    ...where,
                    ENVIRONMENT: "shop",
                    AWS_REGION: "eu-central-1",
                    CONSOLE_SOCKET: `${folder}/s`,
                },
            });
            assert.match(stdout, /"console":"started".*"console":"ended","how":"no session began"/s, stderr);
            assert.equal(status, 1);
        } finally {
            rmSync(folder, { recursive: true, force: true });
        }
    });
});
