import { AppConfigData } from "@aws-sdk/client-appconfigdata";
import { z } from "zod";
import { failed, log } from "./log.ts";
import { text, whole } from "./settings.ts";

/** Each flag, with what holds while AppConfig says nothing of it, or has not been reached yet. */
const Flags = z.object({ "orders-paused": z.object({ enabled: z.boolean() }).default({ enabled: false }) });
/** As they were read last. */
export const flags = Flags.parse({});

/** Seconds between two looks, or more if AppConfig says so. A look has its price, and a new flag a higher one. */
const leastSeconds = whole("FLAGS_SECONDS", 60, 1, 3_600);
const place = () => ({
    ...{ ApplicationIdentifier: text("FLAGS_APPLICATION"), EnvironmentIdentifier: text("FLAGS_ENVIRONMENT") },
    ConfigurationProfileIdentifier: text("FLAGS_PROFILE"),
});

/** A token is good for one look; without one, a session begins, and its first look gets all flags. */
async function look(client: AppConfigData, token?: string) {
    const limit = { abortSignal: AbortSignal.timeout(20_000) };
    token ??= (await client.startConfigurationSession(place(), limit)).InitialConfigurationToken;
    const seen = await client.getLatestConfiguration({ ConfigurationToken: token }, limit);
    const changed = seen.Configuration?.transformToString();
    if (changed) log("info", "flags", Object.assign(flags, Flags.parse(JSON.parse(changed))));
    return seen;
}

/** Nobody waits for it: not a start, not a request, not a stop. */
async function follow(client: AppConfigData, token?: string): Promise<void> {
    const seen = await look(client, token).catch(failed("flags not read"));
    const seconds = Math.max(leastSeconds, seen?.NextPollIntervalInSeconds ?? 0);
    setTimeout(follow, seconds * 1_000, client, seen?.NextPollConfigurationToken).unref();
}

if (process.env.FLAGS_APPLICATION) void follow(new AppConfigData());
