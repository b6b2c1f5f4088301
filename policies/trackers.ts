import type { Container } from "./containers.ts";
import { toldOf } from "./tasks.ts";

/** By the variables that the libraries of Sentry and of Datadog read: where errors go, of which environment and version. */
const trackers = [
    ["SENTRY_DSN", "SENTRY_ENVIRONMENT", "SENTRY_RELEASE"],
    ["DD_API_KEY", "DD_ENV", "DD_VERSION"],
] as const;

/** Why nobody hears of a container's errors, or not of which version; nothing where somebody does. */
export function whyUntracked(container: Container): string | undefined {
    // In plain text, too: that is a fault of its own (secrets-not-in-environment).
    const isGiven = (key: string) =>
        (container.secrets ?? []).some(({ name }) => name === key) || Boolean(toldOf(container, key));
    const tracker = trackers.find(([key]) => isGiven(key));
    if (tracker === undefined) return "No container of it is told where errors are tracked.";
    const [key, environment, version] = tracker;
    if (!toldOf(container, environment)) return `It is told ${key}, and no ${environment}.`;
    const isThis = container.image?.endsWith(toldOf(container, version) || "nothing");
    return isThis ? undefined : `It is told ${key}, and its ${version} is not the image that it runs.`;
}
