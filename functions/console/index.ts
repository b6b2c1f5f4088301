/**
 * A console of the database: the process that a task is, which ends by itself, and the session in it. The first exits
 * with psql's own code, 1 when no session began, 124 at the end of its time and 143 when somebody stopped it.
 *
 *     node index.cjs                   (settings.ts says what it reads)
 *     node index.cjs session           (for ECS Exec: psql, once)
 */
import { session } from "./session.ts";
import { settingsFrom, socketIn } from "./settings.ts";
import { watch } from "./watch.ts";

async function main(what: string | undefined): Promise<number> {
    try {
        if (what === "session") return await session(socketIn(process.env));
        return await watch(settingsFrom(process.env), (entry) => console.log(JSON.stringify(entry)));
    } catch (error) {
        console.error(JSON.stringify({ error: (error as Error).message }));
        return 1;
    }
}

void main(process.argv[2]).then((code) => process.exit(code));
