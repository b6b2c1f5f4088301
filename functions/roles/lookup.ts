import { FENCES } from "./fence.ts";
import { KEEPER } from "./purposes.ts";

/**
 * What PgBouncer asks (`auth_query`) for the verifier of a user, for RDS lets nobody read pg_authid. It answers for
 * users that can sign in, until their password expires: PgBouncer itself would not know (CVE-2025-2291). The search path
 * is fixed, so that nobody can slip in a function of their own.
 */
export const lookup = `
    CREATE SCHEMA IF NOT EXISTS pooler AUTHORIZATION ${KEEPER};
    DO $$ BEGIN
        IF (SELECT nspowner <> '${KEEPER}'::regrole FROM pg_catalog.pg_namespace WHERE nspname = 'pooler') THEN
            RAISE 'Schema pooler is not of ${KEEPER}; rename it, or give it to ${KEEPER}.';
        END IF;
    END $$;
    SET LOCAL ROLE ${KEEPER};
    CREATE TABLE IF NOT EXISTS pooler.credentials (
        username name PRIMARY KEY,
        password text NOT NULL,
        valid_until timestamptz NOT NULL
    );
    ${FENCES}
    CREATE OR REPLACE FUNCTION pooler.lookup(p_user text) RETURNS TABLE (username text, password text)
        LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp
        AS $$
            SELECT c.username::text, c.password
            FROM pooler.credentials c JOIN pg_catalog.pg_roles r ON r.rolname = c.username
            WHERE c.username = p_user AND c.valid_until > now()
              AND r.rolcanlogin AND coalesce(r.rolvaliduntil, 'infinity') > now()
        $$;
    REVOKE ALL ON SCHEMA pooler FROM PUBLIC;
    REVOKE ALL ON pooler.credentials, pooler.fence FROM PUBLIC;
    REVOKE ALL ON FUNCTION pooler.lookup(text) FROM PUBLIC;
    GRANT USAGE ON SCHEMA pooler TO pooler;
    GRANT EXECUTE ON FUNCTION pooler.lookup(text) TO pooler;
    RESET ROLE`;
