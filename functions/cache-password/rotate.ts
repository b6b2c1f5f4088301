import { makeCurrent, takeStep, type RotationEvent } from "../secrets/rotation.ts";
import { putPending, read } from "./secret.ts";
import { settle } from "./user.ts";
import type { World } from "./world.ts";

/**
 * One step of a rotation. Each can be repeated, and a rotation that died goes on where it was. A user of ElastiCache has
 * up to two passwords: the current one works on beside the next, and until the rotation after this one. Connections stay
 * open whatever happens to the password that they were opened with (its User Guide, "Role-Based Access Control (RBAC)").
 */
export async function rotate(world: World, event: RotationEvent): Promise<void> {
    const { secrets, place } = world;
    await takeStep(secrets, place.secret, event, {
        createSecret: (token) => create(world, token),
        setSecret: (token) => set(world, token),
        testSecret: (token) => test(world, token),
        finishSecret: async (token) => {
            // A version without a value must not become the current one.
            await pending(world, token);
            await makeCurrent(secrets, place.secret, token);
        },
    });
}

async function create(world: World, token: string): Promise<void> {
    await current(world);
    if ((await read(world, "AWSPENDING", token)) === undefined) await putPending(world, token);
}

async function set(world: World, token: string): Promise<void> {
    await settle(world, async () => {
        const [now, next] = [await current(world), await pending(world, token)];
        if (now === next) throw new Error(`Version ${token} has the current password; use another.`);
        return [now, next];
    });
}

async function test(world: World, token: string): Promise<void> {
    if (await world.opens(world.place, await pending(world, token))) return;
    const { username } = world.place;
    throw new Error(`${username} can't sign in with its next password; use setSecret first.`);
}

async function current(world: World): Promise<string> {
    const now = await read(world, "AWSCURRENT");
    if (now !== undefined) return now;
    throw new Error(`${world.place.secret} has no current value; use {"action":"align"} first.`);
}

async function pending(world: World, token: string): Promise<string> {
    const next = await read(world, "AWSPENDING", token);
    if (next !== undefined) return next;
    throw new Error(`Version ${token} of ${world.place.secret} has no value; use createSecret first.`);
}
