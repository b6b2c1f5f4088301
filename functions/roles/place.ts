import { Variables } from "../environment/variables.ts";
import type { Place } from "./world.ts";

/** What the deployment tells the function, or an error that names each variable that is wrong. */
export function placeFrom(env: NodeJS.ProcessEnv): Place {
    const told = new Variables(env);
    return told.checked({
        instance: told.text("DATABASE_INSTANCE"),
        host: told.text("DATABASE_HOST"),
        port: told.whole("DATABASE_PORT", 65535),
        database: told.text("DATABASE_NAME"),
        master: told.text("DATABASE_MASTER"),
        prefix: told.text("SECRETS_PREFIX"),
        passwordDays: told.whole("PASSWORD_DAYS", 3650),
    });
}
