import type { ClientBase } from "pg";

/**
 * SQL: whether a table under row-level security shows this session all of its rows all the same: some policy that says
 * so is for it, and no restrictive one is. Under `row_security = off` such a table is an error like any other, though
 * nothing would be hidden.
 */
const IS_SHOWN = `EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive
        AND p.polcmd IN ('r', '*') AND pg_get_expr(p.polqual, p.polrelid) = 'true' AND ${isFor("p")})
    AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive
        AND p.polcmd IN ('r', '*') AND ${isFor("p")})`;

/** Whether a policy is for this session's role. Zero stands for everybody. */
function isFor(policy: string): string {
    return `EXISTS (SELECT FROM unnest(${policy}.polroles) AS role
        WHERE CASE WHEN role = 0 THEN true ELSE pg_has_role(role, 'USAGE') END)`;
}

/**
 * Lets this session read a table under row-level security where that hides none of its rows. Any other stays an error:
 * part of a table is no table.
 */
export async function readAll(client: ClientBase, table: { oid: number }): Promise<void> {
    await client.query(
        `SELECT set_config('row_security', 'on', false) FROM pg_class c
        WHERE c.oid = $1 AND c.relrowsecurity AND ${IS_SHOWN}`,
        [table.oid],
    );
}

/** The same for queries of other people's making, which read what they like: only where no table hides anything. */
export async function readAny(client: ClientBase): Promise<void> {
    await client.query(
        `SELECT set_config('row_security', 'on', false)
        WHERE NOT EXISTS (SELECT FROM pg_class c WHERE row_security_active(c.oid) AND NOT (${IS_SHOWN}))`,
    );
}
