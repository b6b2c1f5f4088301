import assert from "node:assert/strict";
import { main } from "../../scripts/deploy.ts";
import { releasing } from "../support/releasing.ts";

describe("npm run deploy, of tasks that ECS starts in vain", () => {
    const r = releasing();
    const deploy = async () =>
        r.run((given, world) => main(given, world, 80), "--yes", "--image", await r.stage.image("v2"));
    beforeEach(() => r.stage.serving("v1"));

    it("says what ECS says of the container, such as that its memory was too small", async () => {
        const ends = { exit: 137, reason: "OutOfMemoryError: Container killed due to memory usage" };
        await r.stage.image("v2", { crashes: "loading", ends });
        assert.equal(await deploy(), 1);
        assert.match(
            r.said,
            /Essential container in task exited \(exit 137 of web: OutOfMemoryError: Container killed/,
        );
    });

    it("says what ECS says of the service where there is no place for a task", async () => {
        await r.stage.image("v2", { hasNoPlace: true });
        assert.equal(await deploy(), 1);
        assert.match(r.said, /no healthy tasks within/);
        assert.match(
            r.said,
            /^ECS says of the service: .*unable to place a task. Reason: Capacity is unavailable/m,
        );
    });

    it("finds the one that failed among many that ended", async () => {
        await r.stage.image("v2", { crashes: "Error: no" });
        const [one] = r.ecs.scheduler.tasks;
        const old = Array.from({ length: 120 }, (_, at) =>
            Object.assign(Object.create(one!) as typeof one & object, {
                id: `old-${at}`,
                lastStatus: "STOPPED" as const,
            }),
        );
        r.ecs.scheduler.tasks.unshift(...old);
        assert.equal(await deploy(), 1);
        assert.match(r.said, /web: Error: no/);
    });
});
