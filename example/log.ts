import { captureException, close, initWithoutDefaultIntegrations } from "@sentry/node";
import { end, ids } from "../images/collector/spans.ts";

/** One line of JSON; never a body, a header or what stands in a row. */
export const log = (level: "info" | "warn" | "error", message: string, fields: object = {}): undefined =>
    void console.log(JSON.stringify({ time: new Date().toISOString(), level, message, ...ids(), ...fields }));

const { AWS_EMF_NAMESPACE: Namespace, BUSINESS_METRICS = "" } = process.env;

/**
 * Numbers of the business, without a dimension, of which CloudWatch makes metrics (its User Guide, "Embedded metric
 * format"): those that somebody looks at, for each name costs. For the dashboard; it is the ledger that is exact.
 */
export function count(numbers: Record<string, number>): void {
    const Metrics = BUSINESS_METRICS.split(",").flatMap((Name) => (Name in numbers ? { Name } : []));
    const _aws = { Timestamp: Date.now(), CloudWatchMetrics: [{ Namespace, Dimensions: [[]], Metrics }] };
    if (Metrics.length > 0) log("info", "counted", { _aws, ...numbers });
}

/** Of an error, what has no data in it: `pg` puts a row's values into other fields. */
export function reasonOf(error: unknown): { error: string; code?: string } {
    const { message, code } = error as NodeJS.ErrnoException;
    return { error: message, ...(code && { code }) };
}

/** For what goes on without it, and somebody may want to know. */
export const failed = (what: string) => (error: unknown) => log("warn", what, reasonOf(error));

// It knows SENTRY_DSN, SENTRY_ENVIRONMENT and SENTRY_RELEASE. Of what it would add, nothing: no request, no user, no host.
const bare = { enableRuntimeChannelInjection: false, includeServerName: false, skipOpenTelemetrySetup: true };
if (process.env.SENTRY_DSN) initWithoutDefaultIntegrations(bare);

/** What somebody has to mend: in the log, and where errors are tracked. Nobody waits for that. */
export function fault(message: string, error: unknown, ids: Record<string, string | undefined>): void {
    log("error", message, { ...ids, ...reasonOf(error) });
    captureException(error, { tags: { ...ids, message } });
}

/** Ends the process as soon as the last of them is on its way, and the last trace, and after 2 s at the latest. */
export const leave = (code: number) => void Promise.all([close(2_000), end()]).then(() => process.exit(code));

// Also for a promise that nobody waits for. The first line of a trace of a bundle would be the whole bundle.
process.on("uncaughtException", (error) => {
    log("error", "crashed", { ...reasonOf(error), stack: error.stack });
    captureException(error, { level: "fatal" });
    leave(1);
});
