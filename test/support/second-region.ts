import { settingsOf, type Settings } from "../../bench/other-settings.ts";

/** The database of this environment in its own region, in the account that the rehearsal makes up. */
export function databaseOf(environment: string): string {
    const region = String(settingsOf("production")["aws:region"]);
    return `arn:aws:rds:${region}:123456789012:db:airworthy-${environment}-a`;
}

/** What differs where the same program serves the same name from another region, and follows the first one's database. */
export function inSecondRegion(guards = "region", first = "production"): Settings {
    const shipped = settingsOf("production");
    const [domain, account] = ["airworthy:domain", "airworthy:account"] as const;
    const { name, ...zone } = shipped[domain] as { name: string };
    const database = shipped["airworthy:database"] as { generations: { a: { version: number } } };
    const guardedBy = guards === "own" ? "" : first;
    const { version } = database.generations.a;
    const generations = { ...database.generations, b: { version, replicaOf: databaseOf(first) } };
    return {
        "aws:region": "us-west-2",
        "airworthy:backupCopyRegion": "us-west-1",
        "airworthy:database": { ...database, generations },
        [domain]: { name: "standby.example.com", ...zone, shared: { name, serves: true } },
        [account]: { ...(shipped[account] as object), guards, guardedBy },
    };
}
