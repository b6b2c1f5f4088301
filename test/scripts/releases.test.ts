import assert from "node:assert/strict";
import type { ServiceDeploymentBrief } from "@aws-sdk/client-ecs";
import { main } from "../../scripts/releases.ts";
import { joined, type Release, type Written } from "../../scripts/lib/release/history.ts";
import type { ReleaseRecord } from "../../scripts/lib/release/record.ts";
import { CONFIGURATION } from "../../scripts/lib/local-ecs/stage.ts";
import { releasing } from "../support/releasing.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 12, minute));

function deployed(minute: number, image: string, status = "SUCCESSFUL"): ServiceDeploymentBrief {
    const times = { createdAt: at(minute), finishedAt: at(minute + 5) };
    return { ...times, targetServiceRevisionArn: image, status: status as "SUCCESSFUL" };
}

function ordered(minute: number, why: ReleaseRecord["why"], image: string): Written {
    return { at: at(minute), record: { why, image, over: "v0", at: "", by: `by ${minute}` } };
}

const images = new Map(
    ["v0", "v1", "v2", "v3"].map((name) => [name, { image: name, taskDefinition: `web:${name}` }]),
);
const all = (records: Written[], past: ServiceDeploymentBrief[]) =>
    joined(records.reverse(), past.reverse(), images, at(59)).map(
        ({ at, image, why, ended, servedSeconds, isServing }) =>
            [at.slice(14, 16), why, image, ended, servedSeconds && servedSeconds / 60, isServing] as const,
    );

describe("the history of releases", () => {
    it("names what ordered each, and counts how long it served until the next one that came to a good end", () => {
        assert.deepEqual(
            all(
                [ordered(9, "deploy", "v1"), ordered(19, "promote", "v2"), ordered(29, "rollback", "v1")],
                [deployed(10, "v1"), deployed(20, "v2"), deployed(30, "v1"), deployed(40, "v1")],
            ),
            [
                // As of a changed variable: no script has ordered it.
                ["40", undefined, "v1", "SUCCESSFUL", 14, true],
                ["30", "rollback", "v1", "SUCCESSFUL", 10, false],
                ["20", "promote", "v2", "SUCCESSFUL", 10, false],
                ["10", "deploy", "v1", "SUCCESSFUL", 10, false],
            ],
        );
    });

    it("gives what was taken back no time, and keeps orders without a deployment, and those that ECS forgot", () => {
        assert.deepEqual(
            all(
                [ordered(1, "deploy", "v0"), ordered(19, "deploy", "v2"), ordered(22, "rollback", "v1")],
                [deployed(10, "v1"), deployed(20, "v2", "ROLLBACK_SUCCESSFUL")],
            ),
            [
                ["22", "rollback", "v1", "NO_DEPLOYMENT", undefined, false],
                ["20", "deploy", "v2", "ROLLBACK_SUCCESSFUL", undefined, false],
                ["10", undefined, "v1", "SUCCESSFUL", 44, true],
                ["01", "deploy", "v0", "NOT_KNOWN", undefined, false],
            ],
        );
        assert.deepEqual(all([ordered(1, "deploy", "v0")], [])[0]?.[3], "NOT_KNOWN");
    });
});

describe("npm run releases", () => {
    const r = releasing();

    it("lists what ECS and the record's history remember, newest first, and names the next command", async () => {
        await r.start({ configuration: { ...CONFIGURATION, bakeTimeInMinutes: 0 } });
        assert.equal(await r.run(main), 1);
        assert.match(r.said, /there is none\. Next: npm run deploy -- --stack live/);
        for (const name of ["v0", "v1"]) await r.stage.keep(await r.stage.image(name));
        await r.stage.serving("v1");
        r.ecs.hooks.set("shop-live-smoke", () => Promise.resolve({ hookStatus: "FAILED" }));
        await (
            await r.stage.release("v2")
        ).over;
        assert.equal(await r.run(main, "--json"), 0, r.said);
        const releases = JSON.parse(r.shop.data.join("\n")) as Release[];
        const [v0, v1, v2] = [
            await r.stage.image("v0"),
            await r.stage.image("v1"),
            await r.stage.image("v2"),
        ];
        assert.deepEqual(
            releases.map(({ why, image, ended }) => [why, image, ended]),
            [
                [undefined, v2, "ROLLBACK_SUCCESSFUL"],
                ["deploy", v1, "SUCCESSFUL"],
                ["deploy", v0, "NOT_KNOWN"],
            ],
        );
        assert.equal(await r.run(main), 0);
        const [titles, taken, serving] = r.shop.data.join("\n").split("\n");
        assert.match(titles!, /^WHEN \(UTC\) +WHY +ENDED +SERVED +TASK DEFINITION +IMAGE +BY$/);
        assert.match(taken!, /Z +- +rollback successful +- +shop-live-web:2 +\S+@sha256:[0-9a-f]{12}… +-$/);
        assert.match(
            serving!,
            /Z +deploy +successful +\d+ \w+, and does +shop-live-web:1 +\S+@sha256:[0-9a-f]{12}…/,
        );
        assert.match(r.said, /Next, .*npm run status -- --stack live/);
    });

    it("lists all that ECS remembers, however many", async () => {
        const one = await r.stage.serving("v1");
        for (let more = 0; more < 230; more++)
            r.ecs.deployments.unshift(
                Object.assign(Object.create(one) as typeof one, { createdAt: one.createdAt - more - 1 }),
            );
        assert.equal(await r.run(main), 0);
        assert.equal(r.shop.data.join("\n").split("\n").length, 232);
    });
});
