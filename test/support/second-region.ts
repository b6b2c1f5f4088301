import { settingsOf, type Settings } from "../../bench/other-settings.ts";

/** What differs where the same program serves the same name from another region. */
export function inSecondRegion(guards = "region"): Settings {
    const shipped = settingsOf("production");
    const [domain, account] = ["airworthy:domain", "airworthy:account"] as const;
    const { name, ...zone } = shipped[domain] as { name: string };
    return {
        "aws:region": "eu-central-1",
        "airworthy:backupCopyRegion": "eu-west-1",
        [domain]: { name: "standby.example.com", ...zone, shared: { name, serves: true } },
        [account]: { ...(shipped[account] as object), guards },
    };
}
