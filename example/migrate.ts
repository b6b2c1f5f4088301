/** Brings the schema up to date: run once by the role `migrator`, before a version starts, while the last one serves. */
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { runner } from "node-pg-migrate";
import { log, reasonOf } from "./log.ts";
import { login, text } from "./settings.ts";

// node-pg-migrate, and not 40 lines of ours: a table of history, a transaction for each file, one run at a time by an
// advisory lock. That is the session's, which a pooler by transaction would lose and leave locked: the migrator connects
// to the database itself. Of the others, umzug has neither table nor lock, and postgres-migrations is not kept up.
const dir = path.join(path.dirname(process.argv[1] ?? ""), "migrations");
const alone = { direction: "up", advisoryLockMode: "wait", singleTransaction: false } as const;
const say = (text: string) => log("info", text);

async function migrate(attempt = 1): Promise<void> {
    try {
        const databaseUrl = { ...login(), database: text("PGDATABASE") };
        const done = await runner({ databaseUrl, dir, ...alone, migrationsTable: "migrations", log: say });
        return log("info", "migrated", { done: done.map(({ name }) => name) });
    } catch (error) {
        log("error", "not migrated", { attempt, ...reasonOf(error) });
        // lock_not_available: the role waits 3 s at most, for all others wait behind it. What was done stays done.
        if (reasonOf(error).code !== "55P03" || attempt === 60) process.exit(1);
    }
    return wait(1_000).then(() => migrate(attempt + 1));
}

void migrate();
