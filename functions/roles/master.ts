import {
    DescribeDBInstancesCommand,
    InvalidDBInstanceStateFault,
    ModifyDBInstanceCommand,
} from "@aws-sdk/client-rds";
import { lost } from "../database/lost.ts";
import { read } from "./secret.ts";
import { opens, type Login, type Place, type World } from "./world.ts";

/** What is known of an instance that is to have another master password. */
export interface Seen {
    /** In RDS's words (its User Guide, "Viewing Amazon RDS DB instance status"). */
    status: string;
    isAsked: boolean;
    isOpen: boolean;
    waitedSeconds: number;
}

/** Seconds; under the 15 minutes that a function may run. Not measured against RDS. */
const PATIENCE = 600;
const EVERY = 5;
/** RDS takes a new password in these, and in passing states later. */
const ready = ["available", "storage-optimization", "storage-full"];

/** What to do next about the master password of an instance: a refusal says why there is nothing to do. */
export function nextMove({ status, isAsked, isOpen, waitedSeconds }: Seen): "done" | "ask" | "wait" | Error {
    if (isOpen) return "done";
    if (lost.test(status))
        return new Error(`The instance is ${status}; bring it to available, then try again.`);
    if (waitedSeconds >= PATIENCE) {
        const what = isAsked
            ? "does not take the new master password"
            : "is not ready for a new master password";
        return new Error(`After ${waitedSeconds} s the instance, ${status}, ${what}; try again.`);
    }
    return !isAsked && ready.includes(status) ? "ask" : "wait";
}

/** Gives the instance this master password, unless it has it, and waits until it opens the database. */
export async function resetMaster(world: World, login: Login): Promise<void> {
    const DBInstanceIdentifier = world.place.instance;
    let isAsked = false;
    for (let waitedSeconds = 0; ; waitedSeconds += EVERY) {
        const { status } = await lookAt(world);
        const isOpen = await opens(world, login);
        const move = nextMove({ status, isAsked, isOpen, waitedSeconds });
        if (move instanceof Error) throw move;
        if (move === "done") return;
        if (move === "ask") {
            const change = {
                DBInstanceIdentifier,
                MasterUserPassword: login.password,
                ApplyImmediately: true,
            };
            try {
                await world.rds.send(new ModifyDBInstanceCommand(change));
                isAsked = true;
            } catch (error) {
                // Its state changed since we looked.
                if (!(error instanceof InvalidDBInstanceStateFault)) throw error;
            }
        }
        await world.pause(EVERY);
    }
}

/** The password with which the master signs in now: in the middle of its rotation that is the next one already. */
export async function masterLogin(world: World): Promise<Login | undefined> {
    for (const stage of ["AWSCURRENT", "AWSPENDING"] as const) {
        const kept = await read(world, "master", stage);
        if (kept !== undefined && (await opens(world, kept))) return kept;
    }
    return undefined;
}

/** The same database in another instance, a restored copy for one. */
export async function elsewhere(world: World, instance: string): Promise<World> {
    const place: Place = { ...world.place, instance };
    const { host, port } = await lookAt({ ...world, place });
    if (host === undefined || port === undefined) {
        throw new Error(`The instance ${instance} has no address yet; wait until it is available.`);
    }
    return { ...world, place: { ...place, host, port } };
}

async function lookAt({ rds, place }: World) {
    const asked = { DBInstanceIdentifier: place.instance };
    const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand(asked));
    const [instance] = DBInstances;
    const { Address: host, Port: port } = instance?.Endpoint ?? {};
    return { status: instance?.DBInstanceStatus ?? "unknown", host, port };
}
