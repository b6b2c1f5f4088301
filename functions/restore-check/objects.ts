import { schemaOf } from "../manifest/schema.ts";
import type { Copy, Findings } from "./verdict.ts";

/** The catalog of tables has the same number in every database (PostgreSQL's pg_class.h). */
const PG_CLASS = 1259;

/**
 * Every object of the manifest is there and as it was, unless a migration says otherwise: a recorded drop excuses what
 * is missing, and any recorded migration excuses what is changed, for one change shows in many definitions (a renamed
 * table in those of its indexes). What is new is no loss.
 */
export async function checkObjects({ client, manifest, until }: Copy, findings: Findings): Promise<void> {
    const { objects } = await schemaOf(client);
    const { rows } = await client.query(
        `SELECT catalog::int8, object::int8, dropped FROM airworthy.ddl WHERE xid >= $1::xid8 AND at <= $2`,
        [manifest.horizon, until],
    );
    const dropped = new Set(rows.filter((row) => row.dropped).map((row) => `${row.catalog} ${row.object}`));
    const triggers = await client.query(
        "SELECT count(*)::int AS there FROM pg_event_trigger WHERE evtname ~ '^airworthy_'",
    );
    const hint = triggers.rows[0].there === 2 ? "" : " (migrations are not recorded in this database)";

    const byNumber = new Map(objects.map((object) => [`${object.catalog} ${object.oid}`, object]));
    const byName = new Map(objects.map((object) => [object.name, object]));
    for (const known of manifest.objects) {
        const number = `${known.catalog} ${known.oid}`;
        // An index that is rebuilt gets a new number; a table never does.
        const isTable = /^(partitioned )?table /.test(known.name);
        const now = byNumber.get(number) ?? (isTable ? undefined : byName.get(known.name));
        if (!now) {
            // A column of another type has its indexes and constraints rebuilt, and no event trigger is told of that; nor of
            // what has no number of its own, when its table goes. A GRANT is recorded without any: it excuses nothing.
            const isOfAltered = rows.some(
                ({ catalog, object }) =>
                    Number(catalog) === PG_CLASS && object !== null && Number(object) === known.relation,
            );
            if (!dropped.has(number) && !isOfAltered) findings.reason(`${known.name} is missing${hint}`);
        } else if ((now.hash !== known.hash || now.name !== known.name) && rows.length === 0) {
            findings.reason(`${known.name} is not defined as it was${hint}`);
        }
    }
}
