import pg from "pg";

interface Opening extends Required<Pick<pg.ClientConfig, "host" | "port" | "database" | "user">> {
    password: string;
    /** Who signs in, as the server's list of sessions shows it. */
    application_name: string;
    /** PEM of who may sign for the server. @default what Node trusts */
    ca?: string;
    keepAlive?: boolean;
}

/** Signs in over TLS to the server that its certificate names, and to no other: libpq's verify-full. */
export async function connect({ ca, ...opening }: Opening): Promise<pg.Client> {
    const client = new pg.Client({
        ...opening,
        ssl: { rejectUnauthorized: true, ca },
        // Milliseconds.
        connectionTimeoutMillis: 10_000,
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
