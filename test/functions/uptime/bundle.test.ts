import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { canary } from "../../../stacks/bundle.ts";
import { loadWorkflow } from "../../../stacks/workflow.ts";
import { busyness } from "../../support/busy.ts";
import { ended } from "../../support/command.ts";
import { answer, NAME, openShop, shippedSteps, type Shop } from "../../workflow/shop.ts";

/** What Synthetics does: it loads index.handler from its folder, and calls it. The users' name leads to this machine. */
const RUNTIME = `
    require("node:dns").lookup = (name, options, done) =>
        done(null, options.all ? [{ address: "127.0.0.1", family: 4 }] : "127.0.0.1", 4);
    require(process.argv[2] + "/nodejs/node_modules/index.js").handler().then(
        (said) => process.stdout.write("\\nPASSED " + said),
        (error) => process.stdout.write("\\nFAILED " + error.message),
    );`;

describe("the bundle that looks from outside", function () {
    this.timeout(300_000);
    let folder: string, shop: Shop, texts: Record<string, string>;
    before(async () => {
        folder = mkdtempSync(path.join(tmpdir(), "airworthy-canary-"));
        const archive = (await canary(loadWorkflow()).archive) as pulumi.asset.AssetArchive;
        const assets = Object.entries(await archive.assets) as [string, pulumi.asset.StringAsset][];
        texts = Object.fromEntries(
            await Promise.all(assets.map(async ([name, one]) => [name, await one.text])),
        );
        for (const [name, text] of Object.entries(texts)) {
            mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
            writeFileSync(path.join(folder, name), text);
        }
        writeFileSync(path.join(folder, "runtime.js"), RUNTIME);
        shop = await openShop();
    });
    after(async () => {
        await shop?.stop();
        rmSync(folder, { recursive: true, force: true });
    });
    beforeEach(() => {
        shop.planted.clear();
        shop.asked.length = 0;
    });

    /** In a process of its own, in another folder: it finds what it needs beside itself. */
    const look = async (env: Record<string, string> = {}) => {
        const { stdout, stderr } = await ended(
            spawn(process.execPath, [path.join(folder, "runtime.js"), folder], {
                cwd: tmpdir(),
                env: {
                    ...{ PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: shop.caFile },
                    ...{ USERS_URL: `https://${NAME}:${shop.port}`, LIMIT_SECONDS: "45", ...env },
                },
                stdio: ["ignore", "pipe", "pipe"],
            }),
        );
        const lines = stdout.split("\n").filter(Boolean);
        return { said: lines.at(-1)!, lines, all: stdout + stderr };
    };

    it("lies where Synthetics looks for it, with all that it needs but node's own", () => {
        assert.deepEqual(Object.keys(texts).sort(), [
            "nodejs/node_modules/index.js",
            "nodejs/node_modules/uptime.js",
            "nodejs/node_modules/workflow.json",
        ]);
        const asked = [...texts["nodejs/node_modules/uptime.js"]!.matchAll(/require\("([^"]+)"\)/g)];
        assert.deepEqual(
            asked.map(([, name]) => name!).filter((name) => !isBuiltin(name)),
            [],
        );
    });

    it("goes the users' way, through every step, and logs each without the session", async () => {
        const { said, lines, all } = await look();
        assert.match(said, new RegExp(`^PASSED ${shippedSteps().length} steps in \\d+ ms$`), all);
        assert.equal(shop.asked.length, shippedSteps().length);
        for (const { host, name, agent, test } of shop.asked)
            assert.deepEqual([host, name, agent, test], [NAME, NAME, "airworthy-workflow", undefined]);
        assert.deepEqual(
            lines.slice(0, -1).map((line) => (JSON.parse(line) as { step: string }).step),
            shippedSteps().map(({ name }) => name),
        );
        assert.ok(!all.includes("s3cr3t"));
    });

    it("fails at the first step that is not as it should be, and says which, what was seen and what was expected", async () => {
        shop.planted.set("POST /session", answer(500, { error: "no cache" }));
        const { said } = await look();
        assert.equal(said, "FAILED open a session: POST /session: the status is 500; expected 201");
    });

    it("ends in its time where the app hangs, so that Synthetics hears at which step", async () => {
        shop.planted.set("POST /orders", () => undefined);
        const { said } = await look({ LIMIT_SECONDS: String(Math.ceil(3 * busyness)) });
        assert.match(said, /^FAILED place an order: POST \/orders: no whole answer within [0-9](\.\d+)? s$/);
    });

    it("fails where nobody answers, and where the certificate is another's: for users it is the same", async () => {
        const { said } = await look({ USERS_URL: "https://other.test:1" });
        assert.match(said, /^FAILED the app is ready: GET \/readyz: .*ECONNREFUSED/);
        const other = await look({ USERS_URL: `https://other.test:${shop.port}` });
        assert.match(other.said, /^FAILED the app is ready: .*(altnames|certificate)/i);
    });

    it("names each variable that is missing or wrong", async () => {
        const { said } = await look({ USERS_URL: "http://shop.test", LIMIT_SECONDS: "" });
        assert.equal(
            said,
            'FAILED USERS_URL is http://shop.test; use https:// and a host. LIMIT_SECONDS is ""; use a whole number from 1 to 900.',
        );
    });
});
