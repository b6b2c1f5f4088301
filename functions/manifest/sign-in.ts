import { Signer } from "@aws-sdk/rds-signer";
import type pg from "pg";
import { connect } from "../database/connect.ts";
import { Variables } from "../environment/variables.ts";

interface Place {
    host: string;
    port: number;
    database: string;
    user: string;
}

/** What the deployment tells the function, or an error that names each variable that is wrong. */
export function placeFrom(env: NodeJS.ProcessEnv): Place {
    const told = new Variables(env);
    const port = Number(env.DATABASE_PORT);
    if (!Number.isInteger(port) || port < 1 || port > 65535)
        told.fault(`DATABASE_PORT is ${JSON.stringify(env.DATABASE_PORT)}; use 1 to 65535`);
    return told.checked({
        host: told.text("DATABASE_HOST"),
        database: told.text("DATABASE_NAME"),
        user: told.text("DATABASE_USER"),
        port,
    });
}

/**
 * Signs in with a token in place of a password, over TLS to the server that its certificate names: the server reads the
 * token, so it goes to no other. A token is made here, without a call to AWS, and is good for 15 minutes.
 */
export async function signIn({ host, port, database, user }: Place): Promise<pg.Client> {
    const password = await new Signer({ hostname: host, port, username: user }).getAuthToken();
    return connect({ host, port, database, user, password, application_name: "airworthy-manifest" });
}
