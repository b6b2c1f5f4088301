import { readFileSync } from "node:fs";
import { DescribeDBInstancesCommand, type RDSClient } from "@aws-sdk/client-rds";
import { Signer } from "@aws-sdk/rds-signer";
import type pg from "pg";
import { connect } from "../database/connect.ts";
import { settle } from "../manifest/rendering.ts";
import type { Settings } from "./settings.ts";

/** Of any one statement: to compare a large table takes its time, and so does whatever its triggers do. */
const STATEMENT_SECONDS = 4 * 3600;
/** Whoever wants a row that is being put back waits as long as the rest takes; this waits for them no longer than that. */
const LOCK_SECONDS = 30;

/** Signs in with a token, over TLS to the server that its certificate names: libpq's verify-full. */
export async function signIn(
    rds: RDSClient,
    { region, database, caFile }: Settings,
    instance: string,
    user: string,
): Promise<pg.Client> {
    const asked = { DBInstanceIdentifier: instance };
    const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand(asked));
    const { DBInstanceStatus: status = "unknown", Endpoint } = DBInstances[0] ?? {};
    const { Address: host, Port: port } = Endpoint ?? {};
    if (!host || !port) throw new Error(`The instance ${instance} is ${status}; wait until it is available.`);
    const password = await new Signer({ hostname: host, port, username: user, region }).getAuthToken();
    const named = { keepAlive: true, application_name: "airworthy-extract" };
    const db = await connect({
        host,
        port,
        database,
        user,
        password,
        ca: readFileSync(caFile, "utf8"),
        ...named,
    });
    await settleFor(db);
    return db;
}

/** Long limits, values written one way on both sides; and a task that was killed leaves no statement behind. */
export async function settleFor(db: pg.ClientBase): Promise<void> {
    await settle(db, { statementSeconds: STATEMENT_SECONDS, lockSeconds: LOCK_SECONDS });
    await db.query(
        "SELECT set_config('client_connection_check_interval', '5s', false), set_config('application_name', 'airworthy-extract', false)",
    );
}
