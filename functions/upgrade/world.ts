import type { ClientBase } from "pg";
import { elsewhere, masterLogin } from "../roles/master.ts";
import type { Login, World } from "../roles/world.ts";
import type { Programs } from "./schema-copy.ts";

/** What a run touches beside its own memory: as the function of the roles, and PostgreSQL's programs. */
export interface UpgradeWorld extends World {
    programs: Programs;
    /** Told before each step, so that a run can be ended there. */
    step(name: string): Promise<void>;
    /** Milliseconds in which `check` may read rows. */
    readingMs: number;
}

export interface End {
    world: World;
    login: Login;
    db: ClientBase;
}

/** The generation that serves, and the one of the next version. */
export interface UpgradeEnds {
    from: End;
    to: End;
}

/** Signs in as the master at both ends, for as long as the work takes. */
export async function atEnds<T>(
    world: World,
    to: string,
    work: (ends: UpgradeEnds) => Promise<T>,
): Promise<T> {
    if (to === world.place.instance)
        throw new Error(`${to} serves; use the name of the instance that is to follow it.`);
    return signedIn(world, (from) =>
        elsewhere(world, to).then((there) => signedIn(there, (end) => work({ from, to: end }))),
    );
}

export async function signedIn<T>(world: World, work: (end: End) => Promise<T>): Promise<T> {
    const login = await masterLogin(world);
    if (login === undefined) {
        const { instance } = world.place;
        throw new Error(
            `The master's secret does not open ${instance}; use {"action":"align","instance":"${instance}"} of the function of the roles.`,
        );
    }
    const db = await world.connect(world.place, login);
    try {
        return await work({ world, login, db });
    } finally {
        await db.end().catch(() => undefined);
    }
}
