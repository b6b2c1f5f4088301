import { Signer } from "@aws-sdk/rds-signer";
import type { Settings } from "./settings.ts";

/** psql's arguments, and all of its surroundings. */
export interface Psql {
    args: string[];
    env: Record<string, string>;
}

/**
 * A token in place of a password, good for 15 minutes and for this user of this server alone: the session lives on
 * without it, and can't sign in anew.
 */
export async function psqlOf(settings: Settings): Promise<Psql> {
    const { region, database } = settings;
    const { host, port, user } = database;
    const password = await new Signer({ hostname: host, port, username: user, region }).getAuthToken();
    return psqlFor(settings, password);
}

function psqlFor(settings: Settings, password: string): Psql {
    const { environment, mode, database, sql } = settings;
    const isWrite = mode === "write";
    const where = `${environment} ${database.generation} ${mode.toUpperCase()}`;
    const variables = {
        // %x is a star in a transaction, and an exclamation mark in one that failed.
        PROMPT1: `${where} %/%x=> `,
        PROMPT2: `${where} %/%R> `,
        // Nothing that a person writes is kept before COMMIT, so that a WHERE left out is seen in time.
        ...(isWrite && sql === undefined && { AUTOCOMMIT: "off" }),
        ON_ERROR_STOP: sql === undefined ? "off" : "on",
        HISTFILE: "/dev/null",
    };
    const set = Object.entries(variables).map(([name, value]) => `--set=${name}=${value}`);
    // All of it or nothing.
    const whole = isWrite ? ["--single-transaction"] : [];
    const told = sql === undefined ? [] : [...whole, `--command=${sql}`];
    return {
        args: ["--no-psqlrc", "--no-password", "--pset=pager=off", ...set, ...told],
        env: {
            PGHOST: database.host,
            PGPORT: String(database.port),
            PGDATABASE: database.name,
            PGUSER: database.user,
            PGPASSWORD: password,
            // By RDS's own authorities and nobody else's: who reads a token can use it.
            PGSSLMODE: "verify-full",
            PGSSLROOTCERT: settings.caFile,
            PGCONNECT_TIMEOUT: "10",
            PGAPPNAME: `console ${nameOf(settings.who)}`,
            PGOPTIONS: Object.entries(serverSettings(isWrite))
                .map(([name, value]) => `-c ${name}=${value}`)
                .join(" "),
        },
    };
}

/** The server notices within seconds that a console is gone, in the middle of a statement, too, and rolls back. */
function serverSettings(isWrite: boolean): Record<string, string> {
    return {
        client_connection_check_interval: "2s",
        tcp_keepalives_idle: "30",
        tcp_keepalives_interval: "10",
        tcp_keepalives_count: "3",
        ...(!isWrite && { default_transaction_read_only: "on" }),
    };
}

/** The last part of an ARN is who it is: a user's name, or that of a role's session. PostgreSQL takes 63 characters. */
function nameOf(who: string): string {
    return (who.split("/").at(-1) ?? who).slice(0, 50);
}
