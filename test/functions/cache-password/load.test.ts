import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { aligned, STEPS } from "./served.ts";

/** What tasks did while a password was rotated: commands that the cache took, and every failure of one. */
interface Done {
    commands: number;
    failures: string[];
    /** The passwords that were used to sign in. */
    used: Set<string>;
}

describe("the cache's users while its password is rotated", function () {
    this.timeout(300_000);
    const { cloud, cache, password, opens, step } = aligned();

    /** A task counts up in the cache until it is told to stop; each new connection signs in with what it is told then. */
    const task = async (told: () => Promise<string>, commandsEach: number, done: Done, stop: AbortSignal) => {
        while (!stop.aborted) {
            try {
                const now = await told();
                const client = await cache().connect({ user: "app", password: now });
                done.used.add(now);
                for (let left = commandsEach; left > 0 && !stop.aborted; left -= 1) {
                    await client.send("INCR", "count");
                    done.commands += 1;
                    // A task does other things, too.
                    await wait(2);
                }
                client.close();
            } catch (error) {
                done.failures.push(String(error));
            }
        }
    };

    it("lose no command: old tasks sign in with what they read, and new ones with what is current", async () => {
        const [first, stop] = [await password("AWSCURRENT"), new AbortController()];
        const start = () => ({ commands: 0, failures: [], used: new Set<string>() }) as Done;
        const [lasting, old, fresh] = [start(), start(), start()];
        // Moto's labels are astray for a moment here, as the service's are not.
        const event = await cloud().startRotation();
        const tasks = [
            ...[1, 2].map(() => task(() => Promise.resolve(first), Infinity, lasting, stop.signal)),
            ...[1, 2, 3].map(() => task(() => Promise.resolve(first), 3, old, stop.signal)),
            ...[1, 2].map(() => task(() => password("AWSCURRENT"), 3, fresh, stop.signal)),
        ];
        for (const one of STEPS) await step(one, event);
        const second = await password("AWSCURRENT");
        const all = [lasting, old, fresh];
        // Until each kind has gone through it, however slow the machine is, and some began after it.
        const isThrough = () => fresh.used.has(second) && all.every(({ commands }) => commands > 50);
        while (!isThrough() && all.every(({ failures }) => failures.length === 0)) await wait(10);
        stop.abort();
        await Promise.all(tasks);
        assert.deepEqual(
            all.flatMap(({ failures }) => failures),
            [],
        );
        assert.deepEqual([old.used, fresh.used], [new Set([first]), new Set([first, second])]);
        const counted = Number(await cache().asElastiCache("GET", "count"));
        assert.equal(counted, lasting.commands + old.commands + fresh.commands);
        assert.ok(await opens(first));
    });
});
