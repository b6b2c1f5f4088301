import { z } from "zod";
import { docs, whole } from "./docs.ts";
import { regionCode } from "./region-code.ts";

const generation = z
    .strictObject({
        version: z.preprocess(String, z.enum(["17", "18"])).register(docs, {
            says: "Major version of Postgres; of a restored generation, that of its source. A later one is a new generation.",
            use: "17 or 18",
        }),
        snapshot: z
            .string()
            .regex(/^arn:aws:rds:[a-z0-9-]+:\d{12}:snapshot:[a-zA-Z0-9:-]+$/)
            .optional()
            .register(docs, {
                says: "The snapshot, or recovery point of AWS Backup, that it starts from.",
                use: "the ARN of an RDS snapshot in the same region, encrypted with this environment's key, and no resourceId",
            }),
        resourceId: z
            .string()
            .regex(/^db-[A-Z0-9]{20,30}$/)
            .optional()
            .register(docs, {
                says: "The instance, living or deleted, whose automated backup it starts from.",
                use: 'the resource id of an RDS instance (db-…, not its name), together with "time"',
            }),
        time: z.iso.datetime().optional().register(docs, {
            says: "The second up to which that backup is replayed.",
            use: 'an absolute time in UTC, in quotes, such as "2026-11-20T02:00:00Z", together with "resourceId"',
        }),
        replicaOf: z
            .string()
            .regex(/^arn:aws:rds:[^:]+:\d{12}:db:[a-z](-?[a-z0-9]){0,62}$/)
            .refine((arn) => regionCode.test(arn.split(":")[3] ?? ""))
            .optional()
            .register(docs, {
                says: "The database of another region that it follows, until `npm run restore -- --promote` ends that for good.",
                use: "the ARN of an RDS instance of this account in another region of the same part of the world, and no snapshot, resourceId or time",
            }),
        retire: z
            .string()
            .min(10)
            .max(256)
            .regex(/^[\w .,:;@/+=-]+$/)
            .optional()
            .register(docs, {
                says: "Why it may be deleted. Deploy once with it, and only then leave the generation out.",
                use: "a reason of 10 to 256 letters, digits and plain punctuation",
            }),
    })
    // Together or not at all, and not beside a snapshot.
    .refine(({ resourceId, time }) => resourceId === undefined || time !== undefined, { path: ["time"] })
    .refine(({ resourceId, time }) => time === undefined || resourceId !== undefined, {
        path: ["resourceId"],
    })
    .refine(({ resourceId, snapshot }) => resourceId === undefined || snapshot === undefined, {
        path: ["snapshot"],
    })
    .refine((from) => from.replicaOf === undefined || (from.snapshot ?? from.resourceId) === undefined, {
        path: ["replicaOf"],
    })
    .register(docs, {
        says: "One copy of the data: empty, restored once, or following another region's.",
        use: "a map with version, and where it came from",
    });
/** Seconds that all invariants may take together: their function has as much for the tables. */
const ASKING_SECONDS = 120;
/** What functions/manifest gives one that says nothing. */
const USUAL_SECONDS = 10;

const invariant = z
    .strictObject({
        // The schedule that sends it replaces what looks like this (EventBridge Scheduler's User Guide, "Context attributes").
        sql: z
            .string()
            .max(2000)
            .regex(/^\s*(select|with|values)\b(?![^]*<aws\.scheduler\.)(?![^]*;\s*\S)/i)
            .register(docs, {
                says: "A query of one row and one column; name tables with their schema, such as public.orders.",
                use: "one SELECT, WITH or VALUES of up to 2,000 characters",
            }),
        expected: z.union([z.string().max(200), z.number(), z.boolean(), z.null()]).register(docs, {
            says: "What it answers whenever no transaction is open.",
            use: "a text of up to 200 characters, a number, true, false or null",
        }),
        seconds: z
            .number()
            .positive()
            .max(60)
            .optional()
            .register(docs, {
                says: `Seconds that it may take; ${USUAL_SECONDS} if it says nothing.`,
                use: "more than 0, to 60",
            }),
    })
    .register(docs, {
        says: "A sentence about the data that is always true.",
        use: "a map with sql and expected, such as { sql: SELECT count(*) FROM public.orders WHERE total < 0, expected: 0 }",
    });

const invariants = z
    .record(z.string().regex(/^[A-Za-z][\w ,.%-]{0,79}$/), invariant)
    .refine(
        (all) => {
            const asked = Object.values(all);
            const seconds = asked.reduce((sum, one) => sum + (one.seconds ?? USUAL_SECONDS), 0);
            return asked.length <= 50 && seconds <= ASKING_SECONDS;
        },
        { error: "too many" },
    )
    .register(docs, {
        says: "What is always true of the data: asked every hour, and of every restored copy. {} for nothing yet.",
        use: `a map of up to 50 invariants that take ${ASKING_SECONDS} seconds together (${USUAL_SECONDS} each, or their "seconds"), each under a name of up to 80 letters, digits and spaces, or {}`,
    });

/** True for a generation beside the active one that is there to stay. */
function isOther(next: string, active: string, generations: Record<string, { retire?: string }>): boolean {
    return next !== active && Object.hasOwn(generations, next) && generations[next]?.retire === undefined;
}

/** The settings of the database and of its copies. */
export const database = z
    .strictObject({
        backupDays: whole(7, 35).register(docs, {
            says: "Days back to which the database can be restored, to the second.",
            use: "7 to 35",
        }),
        active: z.string().register(docs, {
            says: "The generation that the application uses: one that is promoted, if it ever followed another.",
            use: "the name of one of the generations that is not to retire",
        }),
        next: z.string().optional().register(docs, {
            says: "A generation that the poolers may reach besides, so that they can change over to it. Left out, none.",
            use: "the name of another generation that is not to retire, or leave it out",
        }),
        generations: z.record(z.string().regex(/^[a-z][a-z0-9]{0,7}$/), generation).register(docs, {
            says: "Every copy of the data, side by side. Use a name once, ever: its last snapshot keeps it.",
            use: "a map of generations, each under a name of up to 8 lower-case letters and digits, from a letter",
        }),
        invariants,
    })
    .refine(({ active, generations }) => generations[active] && generations[active].retire === undefined, {
        path: ["active"],
    })
    .refine(({ active, next, generations }) => next === undefined || isOther(next, active, generations), {
        path: ["next"],
    })
    .register(docs, {
        says: "The Postgres database.",
        use: "a map with backupDays, active, generations and invariants",
    });
