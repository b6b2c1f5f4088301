import type { ClientBase } from "pg";

/** Writes the time into the database. Once a minute: a copy then tells to a minute until when it has what was written. */
export async function writeHeartbeat(client: ClientBase): Promise<Date> {
    const { rows } = await client.query(
        `INSERT INTO airworthy.heartbeat (at) VALUES (clock_timestamp())
        ON CONFLICT (single) DO UPDATE SET at = excluded.at RETURNING at`,
    );
    return rows[0].at as Date;
}
