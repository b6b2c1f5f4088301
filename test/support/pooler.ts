import { existsSync } from "node:fs";
import type { Context } from "mocha";
import { localVersion } from "../../scripts/lib/local-pooler.ts";
import { missingParts } from "../../scripts/lib/server-parts.ts";
import { skipUnless } from "./skip.ts";

const needed = ["postgres", "pgbouncer"];
const missing = missingParts({ env: process.env, exists: existsSync })
    .map(({ name }) => name)
    .filter((name) => needed.includes(name));

/** The PgBouncer that is tested. */
export const version = missing.length === 0 ? localVersion() : "none";

export function needsServers(context: Context): void {
    // What starts them takes seconds on a quiet machine.
    context.timeout(300_000);
    skipUnless(context, missing.length === 0, `no ${missing.join(" and no ")}; npm run servers installs it`);
}
