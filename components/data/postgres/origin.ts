import type * as aws from "@pulumi/aws";

/**
 * One copy of the data: a database instance of its own, beside the others. A restore adds one and changes none.
 * Where it came from stands here in literals, for what it came from may be gone when the stack is deployed again.
 */
export interface Generation {
    /** Postgres's major version; that of a restored copy is its source's. */
    version: string;
    /** ARN of the snapshot it starts from; an RDS recovery point of AWS Backup is one, too. */
    snapshot?: string;
    /** Resource id (`db-…`) of the instance, living or deleted, whose automated backup it starts from. */
    resourceId?: string;
    /** The second up to which that backup is replayed: an absolute time, as in 2026-11-20T02:00:00Z. */
    time?: string;
    /** Why it may be deleted: lifts its protection, so that the next deployment can leave it out. */
    retire?: string;
}

/** They count once, when the instance is made. A change of some would replace it; its storage grows by itself. */
const bornWith = [
    "snapshotIdentifier",
    "restoreToPointInTime",
    "dbName",
    "username",
    "allocatedStorage",
] as const;
type Born = Pick<aws.rds.InstanceArgs, (typeof bornWith)[number]>;

/** The arguments with which a generation begins its life, and the option that keeps a later change of them out. */
export function bornOf(generation: Generation, fresh: Born): { args: Born; ignoreChanges: string[] } {
    const ignoreChanges = [...bornWith];
    const { snapshot, resourceId, time } = generation;
    // A restored copy has its source's database, owner and size; the size may have grown since the settings were written.
    if (snapshot !== undefined) return { args: { snapshotIdentifier: snapshot }, ignoreChanges };
    if (resourceId === undefined) return { args: fresh, ignoreChanges };
    const restoreToPointInTime = { sourceDbiResourceId: resourceId, restoreTime: time };
    return { args: { restoreToPointInTime }, ignoreChanges };
}

/** Refuses what can't be told apart later, and a way to lose the data in use. */
export function checkGenerations(
    name: string,
    generations: Record<string, Generation>,
    active: string,
    next?: string,
): void {
    const known = Object.keys(generations);
    if (generations[active] === undefined) {
        throw new Error(`${name}: active is ${active}; use one of the generations, ${known.join(", ")}.`);
    }
    if (generations[active].retire !== undefined) {
        throw new Error(
            `${name}: generation ${active} is active and has retire; make another one active first.`,
        );
    }
    if (
        next !== undefined &&
        (next === active || generations[next]?.retire !== undefined || !generations[next])
    ) {
        const others = known.filter((one) => one !== active && generations[one]?.retire === undefined);
        const use = others.length > 0 ? `use ${others.join(" or ")}, or leave it out` : "leave it out";
        throw new Error(`${name}: next is ${next}; ${use}.`);
    }
    const strange = known.find((generation) => !/^[a-z][a-z0-9]{0,7}$/.test(generation));
    if (strange !== undefined) {
        throw new Error(
            `${name}: a generation is called ${strange}; use at most 8 lower-case letters and digits, from a letter.`,
        );
    }
    for (const [generation, { snapshot, resourceId, time }] of Object.entries(generations)) {
        if ((resourceId === undefined) !== (time === undefined) || (snapshot && resourceId)) {
            throw new Error(
                `${name}: generation ${generation} names no clear origin; use resourceId and time, or snapshot, or none for an empty database.`,
            );
        }
    }
}
