import type { ClientBase } from "pg";
import { elsewhere, masterLogin } from "../roles/master.ts";
import type { World } from "../roles/world.ts";
import type { Generation } from "./record.ts";
import type { Service } from "./service.ts";
import type { SwitchTable } from "./table.ts";

/** What a run touches beside its own memory: as the function of the roles, and the poolers. */
export interface SwitchWorld extends World {
    table: SwitchTable;
    service: Service;
    /** This run: no two have the same. */
    owner: string;
    leaseSeconds: number;
    /** Told before each step, so that a run can be ended there. */
    step(name: string): Promise<void>;
    wait(milliseconds: number): Promise<void>;
}

/** The same database in the instance of this name. */
export async function worldAt(world: SwitchWorld, instance: string): Promise<World> {
    return instance === world.place.instance ? world : elsewhere(world, instance);
}

export function generationOf({ place: { instance, host, port } }: Pick<World, "place">): Generation {
    return { instance, host, port };
}

/** Signs in as the master, for as long as the work takes. */
export async function asMaster<T>(world: World, work: (db: ClientBase) => Promise<T>): Promise<T> {
    const { instance } = world.place;
    const login = await masterLogin(world);
    if (login === undefined) {
        throw new Error(
            `The master's secret does not open ${instance}; use {"action":"align","instance":"${instance}"} of the function of the roles.`,
        );
    }
    const db = await world.connect(world.place, login);
    try {
        return await work(db);
    } finally {
        await db.end().catch(() => undefined);
    }
}
