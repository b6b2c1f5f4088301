import { ensure, read, readIfGood } from "./secret.ts";
import { settle } from "./user.ts";
import type { World } from "./world.ts";

/** What was done, for the log. */
export interface Aligned {
    user: string;
    isSecretWritten: boolean;
    isUserChanged: boolean;
}

/**
 * Makes the cache open with the secret as it is. The first run gives the secret its value, and the user that password
 * in the place of the one in Pulumi's state, which opens nothing from then on.
 */
export async function align(world: World): Promise<Aligned> {
    const isSecretWritten = await ensure(world);
    const isUserChanged = await settle(world, () => due(world));
    return { user: world.place.userId, isSecretWritten, isUserChanged };
}

/** The current password, and a second: the next, once a rotation has set it; else the last, which older tasks use. */
async function due(world: World): Promise<string[]> {
    const now = await read(world, "AWSCURRENT");
    if (now === undefined) throw new Error(`The secret ${world.place.secret} still has no current value.`);
    const next = await readIfGood(world, "AWSPENDING");
    const isSet = next !== undefined && next !== now && (await world.opens(world.place, next));
    const second = isSet ? next : await readIfGood(world, "AWSPREVIOUS");
    return second === undefined || second === now ? [now] : [now, second];
}
