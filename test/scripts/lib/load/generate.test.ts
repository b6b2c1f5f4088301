import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { arrivals } from "../../../../scripts/lib/load/arrivals.ts";
import { generate } from "../../../../scripts/lib/load/generate.ts";
import { Tally } from "../../../../scripts/lib/load/tally.ts";
import { readWorkflow } from "../../../../workflow/read.ts";
import { until } from "../../../support/until.ts";
import { App, seeded, WORKFLOW } from "./app.ts";

const { always: _, ...workflow } = readWorkflow(WORKFLOW, "workflow.yaml");

describe("the generator of a load", () => {
    let app: App;
    let stop: AbortController;
    beforeEach(async () => {
        [app, stop] = [new App(), new AbortController()];
        await app.start();
    });
    afterEach(() => app.stop());

    const sent = async (rate: number, seconds: number, most = 1000, tally = new Tally()) => {
        const moments = arrivals(rate, seconds, seeded());
        const target = () => ({ url: app.url });
        await generate({ workflow, target, moments, most, signal: stop.signal }, tally);
        return tally.measured;
    };

    it("sends as many users as the rate says, at random moments of which none depends on another", () => {
        const moments = arrivals(100, 60, seeded());
        assert.equal(moments.length, 6000);
        assert.ok(moments[0]! >= 0 && moments.at(-1)! <= 60_000);
        const gaps = [...moments].slice(1).map((moment, at) => moment - moments[at]!);
        assert.ok(gaps.every((gap) => gap >= 0));
        const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
        const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
        // 1 of independent arrivals, 0 of evenly spaced ones.
        assert.ok(Math.abs(Math.sqrt(variance) / mean - 1) < 0.1, String(Math.sqrt(variance) / mean));
    });

    it("sees one stall of 300 ms in the time of every user who was to come meanwhile", async () => {
        const held: (() => void)[] = [];
        let isOver = false;
        const stall = async () => {
            await wait(300);
            // They come although nobody is answered; on a machine that stands still itself, later.
            await until(() => held.length >= 30);
            isOver = true;
            for (const go of held) go();
        };
        app.look = (_, response, number) => {
            if (number < 60 || isOver) return void response.end("welcome");
            if (held.push(() => response.end("welcome")) === 1) void stall();
        };
        const { users, passed, requests, request, workflow } = await sent(200, 1);
        assert.deepEqual([users, passed, requests], [200, 200, 400]);
        // Of 200 users 60 come meanwhile: of 400 requests 15 % wait, 150 ms in the mean. One after the other, one would.
        assert.ok(request.p95 >= 150, JSON.stringify(request));
        assert.ok(workflow.p95 >= 230, JSON.stringify(workflow));
        assert.ok(request.max >= 280, JSON.stringify(request));
    });

    it("counts every user who does not get through, by the step and what was wrong", async () => {
        app.look = (request, response, number) => {
            if (number % 10 === 1) response.writeHead(503).end();
            else if (number % 10 === 2) request.socket.destroy();
            else response.end("welcome");
        };
        const { users, passed, errorPercent, errors } = await sent(200, 0.5);
        assert.deepEqual([users, passed, errorPercent], [100, 80, 20]);
        assert.deepEqual(Object.fromEntries(errors.map(({ kind, count }) => [kind, count])), {
            "look: status 503": 10,
            "look: no answer": 10,
        });
        assert.match(errors.map(({ example }) => example).join(), /the status is 503; expected 200/);
    });

    it("counts who came when too many were on their way, as an error", async () => {
        const tally = new Tally();
        const refused = () => tally.measured.errors.reduce((sum, { count }) => sum + count, 0);
        // Nobody is through before all have come.
        app.look = (_, response) => void until(() => refused() >= 35).then(() => response.end("welcome"));
        const { users, passed, underWay, errors } = await sent(200, 0.2, 5, tally);
        assert.deepEqual([users, underWay, passed], [40, 0, 5]);
        assert.deepEqual(errors, [
            { kind: "not begun: too many at once", count: 35, example: "5 users were on their way already" },
        ]);
    });

    it("ends at once when it is told to, and takes those under way for no errors", async () => {
        app.look = (_request, _response, number) => void (number === 5 && stop.abort());
        const begun = performance.now();
        const { users, underWay, requests, errors } = await sent(100, 60);
        // Of a minute.
        assert.ok(performance.now() - begun < 30_000);
        assert.ok(users >= 5 && users < 3000);
        assert.deepEqual([underWay, requests, errors], [users, 0, []]);
    });

    it("says how late it was itself, and counts that for the users", async () => {
        setTimeout(() => {
            const until = performance.now() + 400;
            while (performance.now() < until);
        }, 100);
        const { late, workflow } = await sent(100, 1);
        assert.ok(late.p99 >= 300, JSON.stringify(late));
        assert.ok(workflow.max >= 350, JSON.stringify(workflow));
    });
});
