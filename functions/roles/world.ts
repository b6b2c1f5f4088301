import type { RDSClient } from "@aws-sdk/client-rds";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type pg from "pg";
import { connect as open } from "../database/connect.ts";

/** The one database that a run is about. */
export interface Place {
    /** What RDS calls the instance. */
    instance: string;
    host: string;
    port: number;
    database: string;
    /** The user that RDS made. */
    master: string;
    /** What the names of the secrets start with: `prefix/application`. */
    prefix: string;
    /** Days after which a password opens nothing any more. */
    passwordDays: number;
}

export interface Login {
    user: string;
    password: string;
}

/** What a run touches beside its own memory. */
export interface World {
    place: Place;
    secrets: SecretsManagerClient;
    rds: RDSClient;
    connect(place: Place, login: Login): Promise<pg.Client>;
    pause(seconds: number): Promise<void>;
    now(): Date;
    log(entry: object): void;
}

/** Signs in as one of the database's users. `ca` is PEM. @default what Node trusts */
export function connect(place: Place, { user, password }: Login, ca?: string): Promise<pg.Client> {
    // A login that was read from a secret may name a host; the password goes to the deployment's own.
    const { host, port, database } = place;
    return open({ host, port, database, user, password, ca, application_name: "airworthy-roles" });
}

/** Works on a connection and closes it. Undefined when the server refuses the password; any other fault is thrown. */
export async function signedIn<T>(
    world: World,
    login: Login,
    work: (db: pg.Client) => Promise<T>,
): Promise<T | undefined> {
    let db: pg.Client;
    try {
        db = await world.connect(world.place, login);
    } catch (error) {
        // invalid_password (PostgreSQL's documentation, "Error Codes"); an unknown user and an expired password, too.
        if ((error as { code?: string }).code === "28P01") return undefined;
        throw error;
    }
    try {
        return await work(db);
    } finally {
        await db.end();
    }
}

export async function opens(world: World, login: Login): Promise<boolean> {
    return (await signedIn(world, login, async () => true)) === true;
}
