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
    /**
     * ARN of an instance of another region, of whose data it is a copy that follows, until somebody promotes it. That ends
     * the replication in RDS, and is no change here.
     */
    replicaOf?: string;
    /** Why it may be deleted: lifts its protection, so that the next deployment can leave it out. */
    retire?: string;
}

/**
 * They count once, when the instance is made. A change of some would replace it, the absence of a source would promote
 * it, and RDS soon has another password. Not the storage: more of it is given, and the provider itself passes over less
 * (provider's documentation of `allocatedStorage`, 2026-11-24).
 */
const bornWith = [
    "snapshotIdentifier",
    "restoreToPointInTime",
    "replicateSourceDb",
    "dbName",
    "username",
    "password",
] as const;
type Born = Pick<aws.rds.InstanceArgs, (typeof bornWith)[number] | "allocatedStorage">;

/** The arguments with which a generation begins its life, and the option that keeps a later change of them out. */
export function bornOf(generation: Generation, fresh: Born): { args: Born; ignoreChanges: string[] } {
    const ignoreChanges = [...bornWith];
    const { snapshot, resourceId, time, replicaOf } = generation;
    // RDS takes no password for what follows; the function of the roles sets one when it is promoted.
    if (replicaOf !== undefined) return { args: { replicateSourceDb: replicaOf }, ignoreChanges };
    const { password } = fresh;
    // A restored copy has its source's database, owner and size; the size may have grown since the settings were written.
    if (snapshot !== undefined) return { args: { snapshotIdentifier: snapshot, password }, ignoreChanges };
    if (resourceId === undefined) return { args: fresh, ignoreChanges };
    const restoreToPointInTime = { sourceDbiResourceId: resourceId, restoreTime: time };
    return { args: { restoreToPointInTime, password }, ignoreChanges };
}

/** Refuses what can't be told apart later, and a way to lose the data in use. */
export function checkGenerations(
    name: string,
    generations: Record<string, Generation>,
    active: string,
    next: string | undefined,
    region: string,
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
    for (const [generation, { snapshot, resourceId, time, replicaOf }] of Object.entries(generations)) {
        const named = [snapshot, resourceId, replicaOf].filter((one) => one !== undefined);
        if ((resourceId === undefined) !== (time === undefined) || named.length > 1) {
            throw new Error(
                `${name}: generation ${generation} names no clear origin; use resourceId and time, or snapshot, or replicaOf, or none for an empty database.`,
            );
        }
        const [, where] = /^arn:aws:rds:([a-z0-9-]+):\d{12}:db:/.exec(replicaOf ?? "") ?? [];
        if (replicaOf !== undefined && (where === undefined || where === region)) {
            throw new Error(
                `${name}: replicaOf of generation ${generation} is ${replicaOf}; use the ARN of an instance of another region than ${region}.`,
            );
        }
    }
}
