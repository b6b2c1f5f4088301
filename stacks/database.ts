import { z } from "zod";
import { docs, whole } from "./docs.ts";

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
    .register(docs, {
        says: "One copy of the data: empty, or restored once.",
        use: "a map with version, and where it came from",
    });
/** The settings of the database and of its copies. */
export const database = z
    .strictObject({
        backupDays: whole(7, 35).register(docs, {
            says: "Days back to which the database can be restored, to the second.",
            use: "7 to 35",
        }),
        active: z.string().register(docs, {
            says: "The generation that the application uses.",
            use: "the name of one of the generations that is not to retire",
        }),
        generations: z.record(z.string().regex(/^[a-z][a-z0-9]{0,7}$/), generation).register(docs, {
            says: "Every copy of the data, side by side. Use a name once, ever: its last snapshot keeps it.",
            use: "a map of generations, each under a name of up to 8 lower-case letters and digits, from a letter",
        }),
    })
    .refine(({ active, generations }) => generations[active] && generations[active].retire === undefined, {
        path: ["active"],
    })
    .register(docs, { says: "The Postgres database.", use: "a map with backupDays, active and generations" });
