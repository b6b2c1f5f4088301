import { settingsOf, type Settings } from "../../bench/other-settings.ts";

/** An environment's settings with Cloudflare in front of its CDN, in one zone for all of them. */
export function behindCloudflare(stack: string, zone: "own" | "elsewhere"): Settings {
    const { name } = settingsOf(stack)["airworthy:domain"] as { name: string };
    const there = { dns: "cloudflare", zoneId: "0123456789abcdef0123456789abcdef" };
    return { "airworthy:domain": { name, ...there, proxied: { zone } } };
}
