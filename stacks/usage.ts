import { z } from "zod";
import { docs, whole } from "./docs.ts";

/**
 * How much the environment is used in a month. Nothing is deployed by it: `npm run cost` multiplies prices with it. It
 * stands beside the sizes, and not in a table by tier, for staging has the tier of production and none of its users.
 */
export const usage = z
    .strictObject({
        users: whole(0, 100_000_000).register(docs, {
            says: "People who use it in a month. The shipped ones are half of what the tier mvp is for, and the team.",
            use: "0 to 100000000",
        }),
        requestsPerUser: whole(1, 1_000_000).register(docs, {
            says: "Requests that a user sends in a month, pictures and scripts included: 10 visits of 30.",
            use: "1 to 1000000",
        }),
        responseKb: whole(1, 1_000_000).register(docs, {
            says: "Kilobytes of an answer, on average.",
            use: "1 to 1000000",
        }),
        logKbPerRequest: whole(1, 10_000).register(docs, {
            says: "Kilobytes that the application writes to its log for a request.",
            use: "1 to 10000",
        }),
        jobsPerUser: whole(0, 1_000_000).register(docs, {
            says: "Jobs that the workers do for a user in a month.",
            use: "0 to 1000000",
        }),
        uploadMbPerUser: whole(0, 1_000_000).register(docs, {
            says: "Megabytes that are kept for a user.",
            use: "0 to 1000000",
        }),
        releases: whole(0, 10_000).register(docs, {
            says: "Releases in a month. In each, old and new tasks are paid for as long as both are up.",
            use: "0 to 10000",
        }),
        busyHours: whole(0, 730).register(docs, {
            says: "Hours of a month in which every service runs twice its least tasks.",
            use: "0 to 730",
        }),
    })
    .register(docs, {
        says: "How much it is used in a month: only the estimate of `npm run cost` knows these.",
        use: "a map with users, requestsPerUser, responseKb, logKbPerRequest, jobsPerUser, uploadMbPerUser, releases and busyHours",
    });
