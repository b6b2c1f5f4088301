import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { HOUSE } from "../support/house.ts";

const folder = path.join(HOUSE, ".github/workflows");
const infrastructure = readFileSync(path.join(folder, "infrastructure.yml"), "utf8");
interface Job {
    permissions: Record<string, string>;
    environment?: string;
    steps: { uses?: string }[];
}
const { jobs } = parse(infrastructure) as { jobs: Record<"preview" | "up", Job> };

/** Whether CI may do a change, and what it says where it may not. */
function judged(...changes: [op: string, type: string][]) {
    const steps = changes.map(([op, type]) => ({
        op,
        urn: `urn:pulumi:staging::airworthy::airworthy:a:B$${type}::one`,
    }));
    const script = path.join(HOUSE, ".ci/by-hand.mjs");
    const { status, stdout } = spawnSync(process.execPath, [script], {
        input: JSON.stringify({ steps }),
        encoding: "utf8",
    });
    return { mayGo: status === 0, stdout };
}

describe("the workflows", () => {
    it("keep no key of AWS, and give a token to the jobs alone that take a role", () => {
        for (const file of readdirSync(folder)) {
            const text = readFileSync(path.join(folder, file), "utf8");
            assert.doesNotMatch(text, /secrets\.|AWS_(ACCESS|SECRET)/i, file);
        }
        for (const job of Object.values(jobs))
            assert.deepEqual(job.permissions, { contents: "read", "id-token": "write" });
        assert.equal(jobs.up.environment, "${{ inputs.environment }}");
        assert.equal(jobs.preview.environment, "${{ matrix.stack }}-preview");
    });

    it("run what others wrote, beside GitHub's own, by its commit where it meets a role", () => {
        const used = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
        const others = used.filter((one) => !one.startsWith("actions/"));
        assert.equal(others.length, 4);
        for (const one of others) assert.match(one, /@[0-9a-f]{40}$/);
    });

    it("judge what a change costs, a fork's too: without a token, against what it is merged into", () => {
        const { permissions, jobs } = parse(readFileSync(path.join(folder, "cost.yml"), "utf8")) as {
            permissions: object;
            jobs: { cost: Job & { steps: { with?: object }[] } };
        };
        assert.deepEqual([permissions, jobs.cost.permissions], [{ contents: "read" }, undefined]);
        assert.deepEqual(jobs.cost.steps[0]!.with, { "persist-credentials": false, "fetch-depth": 2 });
        const { shell, run } = jobs.cost.steps.at(-1) as { shell?: string; run?: string };
        assert.equal(shell, "bash");
        assert.match(run!, /^npm run --silent cost -- --against HEAD\^1 --install --markdown \| tee -a /);
    });

    it("ask for the roles by the names that they have", () => {
        assert.match(
            infrastructure,
            /role\/\$\(sed -n 's\/\^name: \*\/\/p' Pulumi\.yaml\)-\$STACK-ci-preview"/,
        );
        assert.match(infrastructure, /-\$STACK-ci-deploy"/);
        const named = execFileSync("sed", ["-n", "s/^name: *//p", path.join(HOUSE, "Pulumi.yaml")]);
        assert.equal(String(named), "airworthy\n");
    });

    it("leave to a person what gives rights, ends data or watches, before anything is changed", () => {
        assert.equal(
            judged(["same", "aws:iam/role:Role"], ["update", "aws:ecs/service:Service"]).mayGo,
            true,
        );
        const refused = judged(["create", "aws:iam/role:Role"], ["update", "aws:ecs/service:Service"]);
        assert.equal(refused.mayGo, false);
        assert.match(
            refused.stdout,
            /A person runs `pulumi up` for this: create of aws:iam\/role:Role one \(/,
        );
        for (const type of [
            "aws:kms/key:Key",
            "aws:cloudtrail/trail:Trail",
            "aws:s3/bucketPolicy:BucketPolicy",
        ])
            assert.equal(judged(["update", type]).mayGo, false, type);
        assert.equal(judged(["update", "aws:rds/instance:Instance"]).mayGo, true);
        for (const op of ["delete", "replace", "delete-replaced"])
            assert.equal(judged([op, "aws:rds/instance:Instance"]).mayGo, false, op);
    });
});
