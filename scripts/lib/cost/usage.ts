import { z } from "zod";
import { Refusal } from "../command.ts";

/** What stacks/usage.ts lets an environment say; the program refuses anything else before this is read. */
const settings = z.object({
    users: z.number(),
    requestsPerUser: z.number(),
    responseKb: z.number(),
    logKbPerRequest: z.number(),
    jobsPerUser: z.number(),
    uploadMbPerUser: z.number(),
    releases: z.number(),
    busyHours: z.number(),
});

export type UsageSettings = z.infer<typeof settings>;

/** What the settings don't say, because it hardly moves the sum: for one month, and the same in every environment. */
export const ASSUMED = {
    /** Kilobytes of flow logs that a request leaves. */
    flowLogKbPerRequest: 1,
    /** Gigabytes that a log group gets which is not the application's and not for flow logs. */
    quietLogGb: 0.1,
    /** Of what is stored in a log group, the share that is left after AWS has compressed it. */
    compressed: 0.15,
    /** Gigabytes of images in a repository, of data in a table, of objects in a bucket that is not for uploads. */
    storedGb: 1,
    /** Share of the database that changes in a day: so much does a snapshot add. */
    changedADay: 0.02,
    /** Seconds that a function runs. */
    functionSeconds: 5,
    /** Times that a function runs for which no schedule is known, besides once for each release. */
    functionRuns: 30,
    /** Hours that tasks of one definition run which no service keeps up: migrations, drills, sessions of psql. */
    taskHours: 4,
    /** Rotations that a key has had: the first two cost for good, and it is rotated each year. */
    keyRotations: 2,
    /** Calls of each key, and of each secret. */
    keyCalls: 100_000,
    secretCalls: 10_000,
    /** Reads and writes of each table, in millions. */
    tableMillions: 0.1,
    /** Minutes from one look at the flags to the next, of each task. */
    flagMinutes: 1,
    /** Times that a task gets new flags. */
    newFlags: 30,
    /** Management events that the account has, in millions. */
    auditMillions: 1,
    /** Requests that a load of a page brings with it, and events that a browser sends of one that is measured. */
    requestsPerLoad: 10,
    eventsPerLoad: 4,
    /** E-mails about alarms. */
    emails: 100,
    /** Gigabytes that tasks exchange with the internet by themselves, such as with a payment service; half of it goes out. */
    outboundGb: 20,
    /** Kilobytes that a request brings, and that tasks exchange for it with what is in another zone. */
    requestKb: 1,
    zoneKbPerRequest: 20,
} as const;

/** How much an environment is used in a month. */
export class Usage {
    readonly given: UsageSettings;

    constructor(given: UsageSettings) {
        this.given = given;
    }

    get requests(): number {
        return this.given.users * this.given.requestsPerUser;
    }
    get responseGb(): number {
        return (this.requests * this.given.responseKb) / 1e6;
    }
    get logGb(): number {
        return (this.requests * this.given.logKbPerRequest) / 1e6;
    }
    get flowLogGb(): number {
        return ASSUMED.quietLogGb + (this.requests * ASSUMED.flowLogKbPerRequest) / 1e6;
    }
    get jobs(): number {
        return this.given.users * this.given.jobsPerUser;
    }
    get uploadGb(): number {
        return (this.given.users * this.given.uploadMbPerUser) / 1e3;
    }
}

/** The usage in a stack's configuration, as text of JSON. */
export function usageIn(stack: string, config: string | undefined): Usage {
    try {
        return new Usage(settings.parse(JSON.parse(config ?? "")));
    } catch {
        throw new Refusal(
            `Pulumi.${stack}.yaml: airworthy:usage is ${config === undefined ? "missing" : "not whole"}; use a map with ${Object.keys(settings.shape).join(", ")}, such as the clone ships.`,
        );
    }
}
