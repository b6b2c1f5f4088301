import type { ClientBase } from "pg";

export interface Identity {
    name: string;
    /** Of the cluster, made by initdb and kept by every physical copy; null where this role may not read it. */
    systemIdentifier: string | null;
    majorVersion: number;
}

export async function identityOf(client: ClientBase): Promise<Identity> {
    const { rows } = await client.query(
        `SELECT current_database() AS name, current_setting('server_version_num')::int / 10000 AS "majorVersion",
            has_function_privilege('pg_control_system()', 'execute') AS "isReadable"`,
    );
    const { isReadable, ...identity } = rows[0];
    if (!isReadable) return { ...identity, systemIdentifier: null };
    const control = await client.query("SELECT system_identifier::text AS id FROM pg_control_system()");
    return { ...identity, systemIdentifier: control.rows[0].id };
}
