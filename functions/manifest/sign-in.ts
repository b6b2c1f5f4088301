import { Signer } from "@aws-sdk/rds-signer";
import pg from "pg";

interface Place {
    host: string;
    port: number;
    database: string;
    user: string;
}

/** What the deployment tells the function, or an error that names each variable that is wrong. */
export function placeFrom(env: NodeJS.ProcessEnv): Place {
    const faults: string[] = [];
    const text = (name: string) => {
        const value = env[name];
        if (!value) faults.push(`${name} is not set; use what the deployment sets`);
        return value ?? "";
    };
    const port = Number(env.DATABASE_PORT);
    if (!Number.isInteger(port) || port < 1 || port > 65535)
        faults.push(`DATABASE_PORT is ${JSON.stringify(env.DATABASE_PORT)}; use 1 to 65535`);
    const place = {
        host: text("DATABASE_HOST"),
        database: text("DATABASE_NAME"),
        user: text("DATABASE_USER"),
    };
    if (faults.length > 0) throw new Error(`${faults.join(". ")}.`);
    return { ...place, port };
}

/**
 * Signs in with a token in place of a password, over TLS to the server that its certificate names: the server reads the
 * token, so it goes to no other. A token is made here, without a call to AWS, and is good for 15 minutes.
 */
export async function signIn({ host, port, database, user }: Place): Promise<pg.Client> {
    const password = await new Signer({ hostname: host, port, username: user }).getAuthToken();
    const client = new pg.Client({
        ...{ host, port, database, user, password },
        ssl: { rejectUnauthorized: true },
        // Milliseconds.
        connectionTimeoutMillis: 10_000,
        application_name: "airworthy-manifest",
    });
    // A connection that breaks fails the query that runs on it; without a listener it would end the process.
    client.on("error", () => undefined);
    try {
        await client.connect();
    } catch (error) {
        await client.end().catch(() => undefined);
        throw error;
    }
    return client;
}
