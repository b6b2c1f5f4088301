import type { Place } from "./world.ts";

/** What the deployment tells the function, or an error that names each variable that is wrong. */
export function placeFrom(env: NodeJS.ProcessEnv): Place {
    const faults: string[] = [];
    const text = (name: string) => {
        const value = env[name];
        if (!value) faults.push(`${name} is not set; use what the deployment sets`);
        return value ?? "";
    };
    const whole = (name: string, most: number) => {
        const value = Number(env[name]);
        const isGood = /^\d+$/.test(env[name] ?? "") && value >= 1 && value <= most;
        if (!isGood)
            faults.push(`${name} is ${JSON.stringify(env[name])}; use a whole number from 1 to ${most}`);
        return value;
    };
    const place: Place = {
        instance: text("DATABASE_INSTANCE"),
        host: text("DATABASE_HOST"),
        port: whole("DATABASE_PORT", 65535),
        database: text("DATABASE_NAME"),
        master: text("DATABASE_MASTER"),
        prefix: text("SECRETS_PREFIX"),
        passwordDays: whole("PASSWORD_DAYS", 3650),
    };
    if (faults.length > 0) throw new Error(`${faults.join(". ")}.`);
    return place;
}
