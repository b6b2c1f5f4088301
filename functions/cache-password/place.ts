import { Variables } from "../environment/variables.ts";
import type { Place } from "./world.ts";

/** What the deployment tells the function, or an error that names each variable that is wrong. */
export function placeFrom(env: NodeJS.ProcessEnv): Place {
    const told = new Variables(env);
    return told.checked({
        port: told.whole("CACHE_PORT", 65535),
        userId: told.text("CACHE_USER_ID"),
        username: told.text("CACHE_USERNAME"),
        host: told.text("CACHE_HOST"),
        secret: told.text("SECRET_NAME"),
    });
}
