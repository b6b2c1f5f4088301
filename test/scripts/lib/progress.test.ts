import assert from "node:assert/strict";
import { mock } from "node:test";
import { Progress } from "../../../scripts/lib/progress.ts";
import { fakeWorld } from "../../support/world.ts";

describe("the progress of a rehearsal", () => {
    beforeEach(() => mock.timers.enable({ apis: ["setInterval", "Date"] }));
    afterEach(() => mock.timers.reset());

    it("counts the resources every five seconds, in whole lines without cursor tricks", () => {
        const world = fakeWorld({});
        const progress = new Progress("dev", world);
        progress.resource({ type: "aws:sns/topic:Topic", name: "a" });
        mock.timers.tick(5000);
        progress.resource({ type: "aws:sns/topic:Topic", name: "b" });
        mock.timers.tick(5000);
        progress.end();
        mock.timers.tick(60_000);
        assert.deepEqual(world.lines, [
            "dev: rehearsing ...",
            "dev: 1 resource so far, the last is aws:sns/topic:Topic a ...",
            "dev: 2 resources so far, the last is aws:sns/topic:Topic b ...",
            "dev: 2 resources in 10.0 s",
        ]);
    });

    it("shows what was printed, but not again what the error repeats or the report has", () => {
        const world = fakeWorld({});
        const progress = new Progress("dev", world);
        progress.line({ severity: "output", message: "hello", urn: "" });
        progress.line({ severity: "warning", message: "old", urn: "" });
        progress.line({ severity: "error", message: "no money", urn: "" });
        progress.end("Error: no money");
        assert.deepEqual(world.lines.slice(1), ["dev: it printed:\nhello", "dev: Error: no money"]);
    });
});
