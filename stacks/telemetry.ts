import { z } from "zod";
import { docs } from "./docs.ts";

/** What the application tells of itself besides its log: each of these it has to write itself. */
export const telemetry = z
    .strictObject({
        businessMetrics: z
            .array(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/))
            .max(3)
            .refine((names) => new Set(names).size === names.length)
            .register(docs, {
                says: "Numbers of the business that the application writes to its log, each with a graph. docs/runbooks/business.md says how.",
                use: "a list of up to three names, each once, of letters, digits and underscores, such as [OrdersPlaced, RevenueCents]; [] for none, which is not ready for users",
            }),
    })
    .register(docs, {
        says: "What the application tells of itself besides its log.",
        use: "a map with businessMetrics",
    });

interface Place {
    settings: { businessMetrics: string[] };
    /** What the names of things in the account begin with. */
    environment: string;
}

/** What a container is told about what it has to tell. */
export function telemetryOf({ settings, environment }: Place) {
    const { businessMetrics } = settings;
    return {
        businessMetrics,
        variables: {
            // The name by which AWS's own libraries for the embedded metric format read it.
            AWS_EMF_NAMESPACE: `Airworthy/${environment}`,
            ...(businessMetrics.length > 0 && { BUSINESS_METRICS: businessMetrics.join(",") }),
        },
    };
}
