import type { ClientBase } from "pg";
import { identityOf } from "../manifest/identity.ts";
import { observe } from "../manifest/invariants.ts";
import { VERSION } from "../manifest/manifest.ts";
import { settle } from "../manifest/rendering.ts";
import { readAny } from "../manifest/row-security.ts";
import { sealOf } from "../manifest/seal.ts";
import { checkIndexes } from "./indexes.ts";
import { checkObjects } from "./objects.ts";
import { checkRows } from "./rows.ts";
import { noteUncovered } from "./uncovered.ts";
import { Findings, type Copy, type Found, type Verdict } from "./verdict.ts";

export interface Expectations {
    database: {
        name: string;
        /** Of the database that was backed up, from `Identity.systemIdentifier`; without it the name alone must do. */
        systemIdentifier?: string;
    };
    /** The moment that the copy was restored to, by the clock of the database that was backed up. */
    restoreTime: Date;
    /** The latest that this moment may be, where it is not known to the second, as that of a snapshot. @default restoreTime */
    latest?: Date;
    /** Seconds that the newest heartbeat may be older than the restore time. @default 300, five heartbeats */
    maxLagSeconds?: number;
    /** Seconds that the manifest may be older than the restore time. @default 7,200: one hourly manifest may fail */
    maxManifestAgeSeconds?: number;
    /** Seconds for the whole check; what it did not get to is not proven. @default 3,600 */
    budgetSeconds?: number;
}

/** Seconds by which the clocks of a database and of whoever names a restore time may differ. */
const CLOCK_SECONDS = 5;
const LOCK_SECONDS = 5;

/** Holds a restored copy against the newest manifest in it. What can't be told is a reason, never a pass. */
export async function check(client: ClientBase, expectations: Expectations): Promise<Verdict> {
    const { budgetSeconds = 3_600, restoreTime, latest = restoreTime, database } = expectations;
    if (Number.isNaN(restoreTime.getTime()))
        throw new Error(
            `restoreTime is ${String(restoreTime)}; use a date, such as new Date("2026-01-31T02:00:00Z").`,
        );
    if (!(latest >= restoreTime))
        throw new Error(`latest is ${String(latest)}; use a date that is not before restoreTime.`);
    if (database.name === "") throw new Error(`database.name is empty; use the name that the database has.`);
    const findings = new Findings();
    const end = performance.now() + budgetSeconds * 1000;
    const settled = async () => {
        const left = (end - performance.now()) / 1000;
        if (left <= 0) throw new Error(`not reached within ${budgetSeconds} s`);
        await settle(client, { statementSeconds: left, lockSeconds: LOCK_SECONDS });
    };
    const until = new Date(latest.getTime() + CLOCK_SECONDS * 1000);
    const step = async (what: string, body: () => Promise<void>) => {
        try {
            await settled();
            await body();
        } catch (error) {
            findings.reason(`${what} could not be checked: ${(error as Error).message}`);
        }
    };
    let manifest: Found | undefined;
    await step(
        "the manifest",
        async () => void (manifest = await findManifest(client, expectations, findings)),
    );
    await step("the identity", () => checkIdentity(client, expectations, manifest, findings));
    await step("the heartbeat", () => checkHeartbeat(client, expectations, findings));
    if (manifest) {
        const copy: Copy = { client, manifest, until, settled };
        await step("the schema", () => checkObjects(copy, findings));
        await step("the rows", () => checkRows(copy, findings));
        await step("the invariants", () => checkInvariants(copy, findings));
    }
    await step("the indexes", () => checkIndexes({ client, settled }, findings));
    await step("what no check covers", () => noteUncovered(client, findings));
    return findings.verdict();
}

async function findManifest(client: ClientBase, expectations: Expectations, findings: Findings) {
    const { restoreTime, latest = restoreTime, maxManifestAgeSeconds = 7_200 } = expectations;
    const ledger = await client.query("SELECT to_regclass('airworthy.manifest') IS NOT NULL AS there");
    if (!ledger.rows[0].there)
        return void findings.reason("the copy holds no manifest: it has no schema airworthy");
    const { rows } = await client.query(
        `SELECT m.id::text, version, finished, database, horizon::text, objects, invariants, missed, hash,
            (SELECT count(*)::int FROM airworthy.manifest u WHERE u.finished IS NULL AND u.id > m.id) AS unfinished
        FROM airworthy.manifest m WHERE finished IS NOT NULL ORDER BY m.id DESC LIMIT 1`,
    );
    const found = rows[0] as
        (Found & { version: number; hash: string; finished: Date; unfinished: number }) | undefined;
    if (!found) return void findings.reason("the copy holds no finished manifest");
    const at = found.finished.toISOString();
    if (found.version !== VERSION)
        return void findings.reason(
            `the manifest of ${at} has version ${found.version}; this check reads ${VERSION}`,
        );
    if (found.hash !== (await sealOf(client, found.id)))
        return void findings.reason(
            `the manifest of ${at} was changed after it was written: its hash is another`,
        );
    if (found.unfinished > 0)
        findings.note(`${found.unfinished} manifests after that of ${at} were not finished`);
    const age = (restoreTime.getTime() - found.finished.getTime()) / 1000;
    findings.measured.manifestAgeSeconds = age;
    if (age > maxManifestAgeSeconds)
        findings.reason(
            `the newest whole manifest is ${told(age)} older than the restore time, more than ${told(maxManifestAgeSeconds)}`,
        );
    const after = (found.finished.getTime() - latest.getTime()) / 1000;
    if (after > CLOCK_SECONDS)
        findings.reason(`the manifest was written ${told(after)} after the restore time`);
    return found;
}

async function checkIdentity(
    client: ClientBase,
    { database }: Expectations,
    manifest: Found | undefined,
    findings: Findings,
): Promise<void> {
    const own = await identityOf(client);
    if (own.name !== database.name)
        findings.reason(`the database is ${own.name} instead of ${database.name}`);
    const wanted = database.systemIdentifier;
    if (wanted !== undefined && own.systemIdentifier === null)
        findings.reason(
            "this role may not read the system identifier: the database may be another of this name",
        );
    else if (wanted !== undefined && own.systemIdentifier !== wanted)
        findings.reason(`the copy is of system ${own.systemIdentifier} instead of ${wanted}`);
    if (!manifest) return;
    const written = manifest.database;
    if (written.name !== own.name)
        findings.reason(`the manifest is of database ${written.name}, and this is ${own.name}`);
    const isOther = written.systemIdentifier !== own.systemIdentifier;
    if (isOther && written.systemIdentifier !== null && own.systemIdentifier !== null)
        findings.reason(
            `the manifest is of system ${written.systemIdentifier}, and this is ${own.systemIdentifier}`,
        );
    if (written.majorVersion !== own.majorVersion)
        findings.reason(
            `the manifest is of PostgreSQL ${written.majorVersion}, and this is ${own.majorVersion}`,
        );
}

async function checkHeartbeat(
    client: ClientBase,
    expectations: Expectations,
    findings: Findings,
): Promise<void> {
    const { restoreTime, latest = restoreTime, maxLagSeconds = 300 } = expectations;
    const { rows } = await client.query("SELECT at FROM airworthy.heartbeat");
    if (!rows[0]) return findings.reason("the copy holds no heartbeat: how recent it is can't be told");
    const at = (rows[0].at as Date).getTime();
    const seconds = (restoreTime.getTime() - at) / 1000;
    const after = (at - latest.getTime()) / 1000;
    // A beat between the two may be of the copy's own moment: then nothing is known to be lost.
    findings.measured.rpoSeconds = latest > restoreTime ? Math.max(0, seconds) : seconds;
    if (seconds > maxLagSeconds)
        findings.reason(
            `the newest heartbeat is ${told(seconds)} older than the restore time, more than ${told(maxLagSeconds)}`,
        );
    if (after > CLOCK_SECONDS)
        findings.reason(
            `the newest heartbeat is ${told(after)} younger than the restore time: the copy was restored to another time, or written to`,
        );
}

async function checkInvariants({ client, manifest }: Copy, findings: Findings): Promise<void> {
    await readAny(client);
    for (const { name, holds, why } of await observe(client, manifest.invariants))
        if (!holds) findings.reason(`the invariant "${name}" ${why}`);
}

function told(seconds: number): string {
    return `${Math.round(seconds).toLocaleString("en")} s`;
}
