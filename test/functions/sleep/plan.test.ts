import assert from "node:assert/strict";
import {
    isTooLate,
    isTooSlow,
    plan,
    stateAfter,
    type Act,
    type Seen,
    type State,
} from "../../../functions/sleep/plan.ts";
import { isWakingTime, minutesToWaking } from "../../../functions/sleep/timetable.ts";

const hours = { timezone: "Europe/Berlin", wakesAt: 7, sleepsAt: 20 };
/** A Wednesday in winter; in Berlin an hour later. */
const at = (clock: string, day = "2026-11-25") => new Date(`${day}T${clock}:00Z`);
const state = (is: State["is"], since = at("05:00"), isMuted = is !== "awake"): State => ({
    ...{ is, since: since.toISOString(), says: "", isMuted },
});
const service = (name: string, own: object = {}) => ({
    ...{ name, wanted: 2, running: 2, starting: 0, least: 2, isScaling: true, isDeploying: false },
    ...own,
});
const empty = { wanted: 0, running: 0, isScaling: false };
const seen = (own: Partial<Seen> = {}): Seen => ({
    ...{ now: at("20:00"), state: state("awake"), awakeUntil: undefined, others: 0 },
    databases: [{ identifier: "db-a", status: "available" }],
    services: [service("pooler"), service("app")],
    ...own,
});

/** A small cloud that does what it is told, a step a minute, until nothing is to do; and all that it was told. */
function lived(start: Seen, minutes = 30): { told: string[]; end: Seen } {
    const told: string[] = [];
    const world = structuredClone(start);
    for (let minute = 0; minute < minutes; minute++) {
        const planned = plan(world, hours);
        for (const act of planned.acts) {
            told.push(nameOf(act));
            const database = world.databases.find(
                (one) => "database" in act && one.identifier === act.database,
            );
            const one = world.services.find(({ name }) => "service" in act && name === act.service);
            if (act.what === "stop") database!.status = "stopped";
            if (act.what === "start") database!.status = "available";
            if (act.what === "empty") Object.assign(one!, empty);
            if (act.what === "fill")
                Object.assign(one!, { wanted: act.tasks, running: act.tasks, isScaling: true });
        }
        world.state = stateAfter(planned, world);
        world.now = new Date(world.now.getTime() + 60_000);
    }
    return { told, end: world };
}
const nameOf = (act: Act) =>
    [act.what, "service" in act ? act.service : "", "database" in act ? act.database : ""]
        .filter(Boolean)
        .join(" ");

describe("the timetable", () => {
    it("is Monday to Friday by the clock on the wall, in summer and in winter", () => {
        assert.equal(isWakingTime(at("05:59"), hours), false);
        assert.equal(isWakingTime(at("06:00"), hours), true);
        assert.equal(isWakingTime(at("18:59"), hours), true);
        assert.equal(isWakingTime(at("19:00"), hours), false);
        assert.equal(isWakingTime(at("05:00", "2026-07-15"), hours), true);
        assert.equal(isWakingTime(at("12:00", "2026-11-28"), hours), false);
        assert.equal(
            isWakingTime(at("23:59", "2026-11-25"), { ...hours, timezone: "UTC", sleepsAt: 24 }),
            true,
        );
    });

    it("knows how long a night is, and a weekend, also when the clocks are put back", () => {
        assert.equal(minutesToWaking(at("19:00"), hours), 11 * 60);
        assert.equal(minutesToWaking(at("19:00", "2026-11-27"), hours), (2 * 24 + 11) * 60);
        assert.equal(minutesToWaking(at("18:00", "2026-10-23"), hours), (2 * 24 + 12) * 60);
        assert.equal(minutesToWaking(at("10:00"), hours), 0);
    });
});

describe("going to sleep and waking", () => {
    it("mutes first, then stops the tasks, and the database when none of them is left", () => {
        const { told, end } = lived(seen());
        assert.deepEqual(told, ["mute", "pause checks", "empty pooler", "empty app", "stop db-a"]);
        assert.equal(end.state!.is, "asleep");
        assert.equal(end.state!.isMuted, true);
    });

    it("starts the database, then the poolers, then the rest, then the checks, and people hear of alarms a while later", () => {
        const asleep = lived(seen()).end;
        const { told, end } = lived({ ...asleep, now: at("06:00", "2026-11-26") }, 40);
        assert.deepEqual(told, ["start db-a", "fill pooler", "fill app", "resume checks", "unmute"]);
        assert.deepEqual([end.state!.is, end.state!.isMuted], ["awake", false]);
        const early = lived({ ...asleep, now: at("06:00", "2026-11-26") }, 10);
        assert.ok(!early.told.includes("unmute"));
    });

    it("waits for each before the next: a database that starts, poolers that do not run yet", () => {
        const starting = seen({
            now: at("06:00"),
            state: state("asleep"),
            services: [service("pooler", empty)],
        });
        starting.databases[0]!.status = "starting";
        assert.deepEqual(plan(starting, hours).acts, []);
        assert.match(plan(starting, hours).says, /db-a is starting/);
        const pending = service("pooler", { running: 0, starting: 2 });
        const waking = seen({
            now: at("06:05"),
            state: state("waking"),
            services: [pending, service("app", empty)],
        });
        assert.deepEqual([plan(waking, hours).acts, plan(waking, hours).is], [[], "waking"]);
    });

    it("stops again what AWS has started after seven days, and says so by its state", () => {
        const restarted = seen({ state: state("asleep"), services: [service("pooler", empty)] });
        const { acts, is } = plan(restarted, hours);
        assert.deepEqual([acts, is], [[{ what: "stop", database: "db-a" }], "falling asleep"]);
    });

    it("cuts nothing off: it stays up for a task, a deployment, and a database that is being changed", () => {
        const busy: Partial<Seen>[] = [
            { others: 1 },
            { services: [service("pooler"), service("app", { isDeploying: true })] },
            { databases: [{ identifier: "db-a", status: "backing-up" }] },
        ];
        for (const own of busy) {
            const { is, acts, says } = plan(seen(own), hours);
            assert.deepEqual([is, acts], ["awake", []]);
            assert.match(says, /^stays up: /);
        }
    });

    it("stays up for half an hour when it was made in the night, for whoever made it to see", () => {
        assert.equal(lived(seen({ state: undefined }), 30).end.state!.is, "awake");
        assert.equal(lived(seen({ state: undefined }), 40).end.state!.is, "asleep");
    });

    it("is awake for as long as somebody has asked, in the night, too, and from any point on the way down", () => {
        const until = { awakeUntil: at("23:00") };
        assert.deepEqual(plan(seen(until), hours).acts, []);
        for (let minutes = 1; minutes < 6; minutes++) {
            const half = lived(seen(), minutes).end;
            const { end } = lived({ ...half, ...until });
            assert.equal(end.state!.is, "awake", `after ${minutes}`);
            assert.ok(end.services.every(({ wanted, isScaling }) => wanted === 2 && isScaling));
        }
        assert.equal(lived(seen({ awakeUntil: at("19:59") })).end.state!.is, "asleep");
    });

    it("leaves alone what is awake: a crash at noon is for people, and so is a scaling that a switch has stopped", () => {
        const noon = {
            now: at("11:00"),
            services: [service("pooler", { isScaling: false }), service("app", empty)],
        };
        assert.deepEqual(plan(seen(noon), hours), { is: "awake", says: "", isMuted: false, acts: [] });
        assert.deepEqual(plan(seen({ now: at("11:00"), state: undefined }), hours).acts, []);
    });

    it("mutes an hour longer than it sleeps, and no longer than CloudWatch can", () => {
        const [mute] = plan(seen({ now: at("19:00", "2026-11-27") }), hours).acts;
        assert.deepEqual(mute, { what: "mute", minutes: (2 * 24 + 12) * 60 });
    });

    it("is a fault that people hear of when it wakes up for more than an hour", () => {
        assert.equal(isTooSlow(state("waking", at("06:00")), at("06:59")), false);
        assert.equal(isTooSlow(state("waking", at("06:00")), at("07:01")), true);
        assert.equal(isTooSlow(state("asleep", at("06:00")), at("09:01")), false);
    });

    it("is a fault, too, when it stays up for three hours after its own, whatever it waits for, unless somebody wants that", () => {
        const late = (is: State["is"], since: Date, own: Partial<Seen>) =>
            isTooLate(state(is, since), seen(own), hours);
        // In Berlin its hours end at 19:00 UTC.
        for (const [expected, is, since, own] of [
            [false, "awake", at("06:05"), { now: at("21:58") }],
            [true, "awake", at("06:05"), { now: at("22:05") }],
            [true, "falling asleep", at("19:00"), { now: at("22:05") }],
            [false, "asleep", at("19:10"), { now: at("22:05") }],
            [false, "awake", at("06:05"), { now: at("22:05"), awakeUntil: at("23:00") }],
            [false, "awake", at("06:05"), { now: at("22:05"), awakeUntil: at("20:00") }],
            // Made or waked in the night, or started by AWS after seven days.
            [false, "awake", at("21:00"), { now: at("22:05") }],
            [false, "falling asleep", at("12:00", "2026-11-28"), { now: at("14:00", "2026-11-28") }],
            [true, "falling asleep", at("12:00", "2026-11-28"), { now: at("15:01", "2026-11-28") }],
        ] as const)
            assert.equal(late(is, since, own), expected, `${is} at ${own.now.toISOString()}`);
    });
});
