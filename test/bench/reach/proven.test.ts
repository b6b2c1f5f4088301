import assert from "node:assert/strict";
import { complaintsAbout, holes, proven } from "../../../bench/reach/proven.ts";
import { Scene } from "../../../bench/reach/scene.ts";
import { inWords, reachOf } from "../../../bench/reach/ways.ts";
import { UNKNOWN } from "../../../rehearsal/values.ts";
import { rehearsed } from "../../support/rehearsed.ts";

describe("production, as the internet sees it without the CDN", () => {
    let resources: Awaited<ReturnType<typeof rehearsed>>["resources"];

    before(async () => ({ resources } = await rehearsed("production", "deploy")));

    const hole = (opens: string) => holes.find((one) => one.opens === opens)!;
    const planted = (opens: string) => {
        const scene = new Scene(resources);
        for (const step of Object.values(hole(opens).steps)) step(scene);
        return reachOf(scene.resources).ways.map(inWords);
    };

    it("has no way in, and no type that the proof doesn't know", () => {
        assert.deepEqual(reachOf(resources), { ways: [], refused: [] });
    });

    it("has one as soon as a hole is planted, and none while one of its parts is left out", () => {
        const { found, closed, alarms, complaints } = proven(resources);
        assert.deepEqual(complaints, []);
        assert.equal(found, holes.length);
        assert.equal(alarms, 0);
        assert.ok(found >= 10 && closed > found, `${found} holes and ${closed} edits that open nothing`);
    });

    it("tells a way from the gateway to the port, and what needs none by who may call", () => {
        assert.deepEqual(planted("instance postgres-a, port 5432"), [
            "the internet -> internet gateway network -> route table network-isolated-1 -> subnet network-isolated-1" +
                " -> security group postgres-a-server (0.0.0.0/0) -> instance postgres-a, port 5432",
        ]);
        assert.deepEqual(planted("queue policy jobs"), [
            "the internet -> AWS's API, sqs:SendMessage for anybody -> queue policy jobs",
        ]);
    });

    it("is not proven by a hole that something else opens, or that is not found", () => {
        const { steps, opens, through } = hole("service worker, every port");
        const says = "a hole";
        const complaints = (change: object) =>
            complaintsAbout({ says, steps, opens, through, ...change }, resources);
        assert.deepEqual(complaints({}), []);
        assert.deepEqual(complaints({ steps: {}, through: [] }), ["a hole: not found"]);
        assert.deepEqual(complaints({ through: ["subnet elsewhere"] }), [
            "a hole: no way through subnet elsewhere",
        ]);
        assert.match(
            complaints({ opens: "service app" })[0]!,
            /^a hole: the internet -> .* -> service worker/,
        );
    });

    it("is not proven where something is of a type that nobody looked at, or not deployed yet", () => {
        const scene = new Scene(resources);
        scene.add("aws:redshift/cluster", "warehouse", {});
        scene.change("aws:ecs/service", "app", (inputs) => (inputs.networkConfiguration = UNKNOWN));
        assert.deepEqual(reachOf(scene.resources).refused, [
            "cluster warehouse: nothing is known of aws:redshift/cluster",
            "service app: nobody knows its networkConfiguration yet",
        ]);
        assert.throws(() => proven(scene.resources), /nothing is known of aws:redshift\/cluster/);
    });
});
