import type { ClientBase } from "pg";
import { read } from "../roles/secret.ts";
import type { Login, World } from "../roles/world.ts";
import { asMaster } from "./world.ts";

export interface End {
    world: World;
    /** The master, signed in before anybody waits. */
    db: ClientBase;
}

/** The two ends of a switch. */
export interface Ends {
    from: End;
    to: End;
    /** Whose password proves the fence. */
    application: Login;
}

/** Signs in at both ends, for as long as the work takes. */
export async function atBothEnds<T>(from: World, to: World, work: (ends: Ends) => Promise<T>): Promise<T> {
    const application = await read(from, "application", "AWSCURRENT");
    if (application === undefined)
        throw new Error("The application's secret has no value: the fence could not be proven.");
    return asMaster(from, (here) =>
        asMaster(to, (there) =>
            work({ from: { world: from, db: here }, to: { world: to, db: there }, application }),
        ),
    );
}
