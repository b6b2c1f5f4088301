import { z } from "zod";
import { AGENT_KEY } from "./datadog-agent.ts";
import { docs } from "./docs.ts";
import { tracingOf } from "./tracing.ts";

/** Where errors are sent. */
export const sentryDsn = z
    .string()
    .max(512)
    .regex(/^$|^https:\/\/[0-9a-f]{32}@[a-z0-9-]+(\.[a-z0-9-]+)+(\/[\w.-]+)*\/\d+$/)
    .register(docs, {
        says: 'The DSN of a project of Sentry, to which the application sends its errors. "" sends none: not ready for users.',
        use: 'what Sentry shows under Settings, Client Keys, such as https://<32 digits>@o1.ingest.de.sentry.io/1, by `pulumi config set --secret airworthy:sentryDsn`; or ""',
    });

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
    settings: {
        businessMetrics: string[];
        sentryDsn: string;
        datadog: { site: string; agentImage: string };
        datadogApiKey: string;
    };
    /** What the names of things in the account begin with. */
    environment: string;
}

/** What a container is told about what it has to tell. */
export function telemetryOf({ settings, environment }: Place) {
    const { businessMetrics, sentryDsn, datadog, datadogApiKey } = settings;
    const isSeen = datadog.site !== "";
    const issued: Record<string, string> = {
        ...(sentryDsn !== "" && { SENTRY_DSN: sentryDsn }),
        ...(isSeen && { [AGENT_KEY]: datadogApiKey }),
    };
    return {
        businessMetrics,
        /** What sends Datadog what the containers use; not told to them. */
        ...(isSeen && { agent: { site: datadog.site, image: datadog.agentImage } }),
        /** What others issue, by the variables in which their own libraries look for it. */
        issued,
        variables: {
            // The name by which AWS's own libraries for the embedded metric format read it.
            AWS_EMF_NAMESPACE: `Airworthy/${environment}`,
            ...(businessMetrics.length > 0 && { BUSINESS_METRICS: businessMetrics.join(",") }),
            ...(sentryDsn !== "" && { SENTRY_ENVIRONMENT: environment }),
            ...tracingOf(environment),
        },
    };
}
