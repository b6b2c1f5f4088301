import { Attempt } from "./attempt.ts";
import { Lease } from "./lease.ts";
import type { SwitchRecord } from "./record.ts";
import type { SwitchWorld } from "./world.ts";

/** Milliseconds between two looks at whether another run is alive. */
const EVERY = 200;

/** The record, with no attempt under way: waits until one that died is dead beyond doubt, and brings it to an end. */
export async function takeOver(
    world: SwitchWorld,
    found: SwitchRecord | undefined,
    isLost = false,
): Promise<SwitchRecord | undefined> {
    if (found?.phase !== "pausing") return found;
    const lease = new Lease(world.leaseSeconds);
    let record: SwitchRecord | undefined = found;
    while (lease.isAlive(record)) {
        await world.wait(EVERY);
        record = await world.table.record();
        if (record?.phase !== "pausing") return record;
        if (record.beat !== found.beat || record.owner !== found.owner) {
            throw new Error(
                `Another run is switching to ${record.to.instance} since ${record.startedAt}; wait until it has ended.`,
            );
        }
    }
    // Where nobody can ask for its fence, no pooler may: from here on the record alone decides.
    const own: SwitchRecord = { ...found, owner: world.owner, ...(isLost && { isLost }) };
    await world.table.put(own, found);
    await new Attempt(world, own).goOn();
    return world.table.record();
}
