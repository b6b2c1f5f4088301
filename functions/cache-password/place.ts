import type { Place } from "./world.ts";

/** What the deployment tells the function, or an error that names each variable that is wrong. */
export function placeFrom(env: NodeJS.ProcessEnv): Place {
    const faults: string[] = [];
    const text = (name: string) => {
        const value = env[name];
        if (!value) faults.push(`${name} is not set; use what the deployment sets`);
        return value ?? "";
    };
    const port = Number(env.CACHE_PORT);
    if (!/^\d+$/.test(env.CACHE_PORT ?? "") || port < 1 || port > 65535) {
        const seen = JSON.stringify(env.CACHE_PORT);
        faults.push(`CACHE_PORT is ${seen}; use a whole number from 1 to 65535`);
    }
    const place: Place = {
        userId: text("CACHE_USER_ID"),
        username: text("CACHE_USERNAME"),
        host: text("CACHE_HOST"),
        port,
        secret: text("SECRET_NAME"),
    };
    if (faults.length > 0) throw new Error(`${faults.join(". ")}.`);
    return place;
}
