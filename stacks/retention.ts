import { docs, whole } from "./docs.ts";

/** The periods that CloudWatch Logs accepts, in days (API reference of PutRetentionPolicy), from a month up. */
const retentions = [30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/** How long logs are kept. Profiles of stacks/compliance.ts may ask for longer. */
export const logRetentionDays = whole(30, 3653)
    .refine((days) => retentions.includes(days))
    .register(docs, { says: "Days that logs are kept.", use: `one of ${retentions.join(", ")}` });
