import { Signer } from "@aws-sdk/rds-signer";
import type pg from "pg";
import { connect, type Login, type Place } from "./world.ts";

/**
 * Signs in on RDS, and tells with what: the master's password, or a token of IAM in its place. Whoever is in rds_iam, by
 * however many steps, is asked for a token alone (RDS's User Guide, "IAM database authentication"), and from PostgreSQL 16
 * on the maker of a role is in that role, and can't leave it ("Role Attributes"): the master, as soon as one of the users
 * that it made signs in by IAM. Whether RDS counts that, its documentation does not say; so both open.
 */
export async function signInOnRds(
    place: Place,
    login: Login,
    ca?: string,
    tokenFor = signed,
): Promise<{ db: pg.Client; login: Login }> {
    try {
        return { db: await connect(place, login, ca), login };
    } catch (error) {
        if (login.user !== place.master || !wantsToken(error)) throw error;
        const byToken = { user: login.user, password: await tokenFor(place, login.user) };
        return { db: await connect(place, byToken, ca), login: byToken };
    }
}

export async function connectOnRds(place: Place, login: Login, ca?: string): Promise<pg.Client> {
    return (await signInOnRds(place, login, ca)).db;
}

function signed({ host: hostname, port }: Place, username: string): Promise<string> {
    return new Signer({ hostname, port, username }).getAuthToken();
}

/** "PAM authentication failed": a wrong password has a code of its own, and so has who may not sign in at all another text. */
function wantsToken(error: unknown): boolean {
    const { code, message } = error as { code?: string; message?: string };
    return code === "28000" && /authentication failed/.test(message ?? "");
}
