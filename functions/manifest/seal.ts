import type { ClientBase } from "pg";

/**
 * The hash of a manifest over all that it says, without its hash. It finds a manifest that was damaged, cut short or
 * edited; it is no signature: who may write the ledger may write it, too. The session must be settled.
 */
export async function sealOf(client: ClientBase, id: string): Promise<string> {
    const { rows } = await client.query(
        `SELECT encode(sha256(convert_to(concat_ws(E'\\n', (to_jsonb(m) - 'hash')::text,
            (SELECT string_agg(e::text, E'\\n' ORDER BY e.relation) FROM airworthy.entry e WHERE e.manifest = m.id)
        ), 'UTF8')), 'hex') AS hash FROM airworthy.manifest m WHERE m.id = $1`,
        [id],
    );
    return rows[0].hash as string;
}
