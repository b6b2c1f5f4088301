import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { loadSettings, SettingsError } from "../../stacks/settings.ts";

const file = new URL("../../Pulumi.staging.yaml", import.meta.url);
const { config } = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
const shipped = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
    ]),
);

/** Runs `loadSettings` as `pulumi preview` or `pulumi up` would. */
async function load(preview: boolean, environment: Record<string, string> = {}) {
    const cloud = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
    await pulumi.runtime.setMocks(cloud, "airworthy", "staging", preview);
    pulumi.runtime.setAllConfig(shipped);
    const before = { ...process.env };
    Object.assign(process.env, environment);
    try {
        return loadSettings();
    } finally {
        process.env = before;
    }
}

describe("a clone as it ships", () => {
    it("can be previewed", async () => {
        assert.equal((await load(true)).alertEmail, "you@example.com");
    });

    it("can be deployed in a rehearsal", async () => {
        assert.equal((await load(false, { PULUMI_REHEARSAL: "1" })).alertEmail, "you@example.com");
    });

    it("can't be deployed, and every value to set is named", async () => {
        await assert.rejects(load(false, { PULUMI_REHEARSAL: "" }), (error) => {
            assert.ok(error instanceof SettingsError);
            assert.match(
                error.message,
                /^Pulumi\.staging\.yaml: alertEmail is an example, you@example\.com; use an e-mail/,
            );
            assert.equal(error.faults.length, 4);
            assert.match(error.message, /sentryDsn is an example, \[secret\]; use what Sentry shows/);
            return true;
        });
    });

    it("repeats no secret that the language host marks as one", async () => {
        const secret = { PULUMI_CONFIG_SECRET_KEYS: '["airworthy:config:alertEmail"]' };
        const broken = { ...shipped, "airworthy:alertEmail": "hunter2" };
        await load(true);
        pulumi.runtime.setAllConfig(broken);
        const before = { ...process.env };
        Object.assign(process.env, secret);
        try {
            assert.throws(() => loadSettings(), /alertEmail is \[secret\]; use/);
        } finally {
            process.env = before;
        }
    });
});
