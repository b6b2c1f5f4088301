import { checkRows } from "../functions/restore-check/rows.ts";
import { Findings, type Found } from "../functions/restore-check/verdict.ts";
import { settle } from "../functions/manifest/rendering.ts";
import type { Cluster } from "./proof/cluster.ts";
import { FAULTS, type Fault } from "./proof/faults.ts";
import { momentOf, playScene, seeded, verdictOn, type Scene } from "./proof/scene.ts";

const SEED = 20261121;
const SECONDS = 40;
const MANIFESTS = 4;
const GOOD = 25;
const BAD = 25;
const LOSSES = [1, 2, 5, 10, 20, 50, 100];
const TRIALS = 20;

/**
 * Restores a shop to moments while it worked and was migrated, and damages other copies in every way that is known.
 * Good copies have to be proven, and bad ones rejected for the right reason.
 */
export async function proof(say: (line: string) => void): Promise<void> {
    const random = seeded(SEED);
    say(
        `A shop works for ${SECONDS} s under two clients, with ${MANIFESTS} manifests and migrations between them.`,
    );
    const scene = await playScene(SECONDS, MANIFESTS, SEED);
    try {
        say(
            `${scene.statements} statements, ${scene.migrations.length} migrations, of which ${failedIn(scene)} failed`,
        );
        let proven = 0;
        for (let n = 1; n <= GOOD; n++) {
            const at = momentOf(scene, random);
            const copy = await scene.cluster.restore(scene.base, at);
            const verdict = await verdictOn(copy, scene, at).finally(() => copy.remove());
            proven += Number(verdict.proven);
            const ran = scene.migrations.filter((migration) => migration.at < at).length;
            const told = verdict.proven ? "proven" : verdict.reasons.join("; ");
            say(`good ${n}: ${at.toISOString()}, after ${ran} migrations: ${told}`);
        }
        let rejected = 0;
        for (let n = 0; n < BAD; n++) {
            const fault = FAULTS[n % FAULTS.length] as Fault;
            const reason = await reasonFor(fault, scene, random);
            rejected += Number(fault.reason.test(reason));
            say(`bad ${n + 1}: ${fault.name}: ${reason}`);
        }
        await smallestLoss(scene, random, say);
        say(
            `${proven} of ${GOOD} good copies proven; ${rejected} of ${BAD} bad copies rejected, each for its own reason`,
        );
    } finally {
        await scene.cluster.remove();
    }
}

function failedIn({ migrations }: Scene): number {
    return migrations.filter(({ fault }) => fault !== "").length;
}

async function reasonFor(fault: Fault, scene: Scene, random: () => number): Promise<string> {
    const at = momentOf(scene, random);
    const copy = await scene.cluster.restore(scene.base, at);
    try {
        await fault.damage?.(copy, random);
        const { proven, reasons } = await verdictOn(copy, scene, at, fault.expects?.(at), fault.database);
        return proven
            ? "PROVEN"
            : (reasons.find((reason) => fault.reason.test(reason)) ?? reasons.join("; "));
    } finally {
        await copy.remove();
    }
}

/** How many lost rows of the largest table are found, in one copy that takes every loss back. */
async function smallestLoss(scene: Scene, random: () => number, say: (line: string) => void): Promise<void> {
    const copy = await scene.cluster.restore(scene.base, scene.to);
    try {
        for (const table of ["public.customers", "public.orders"]) {
            for (const lost of LOSSES) {
                const { found, rows } = await lossesFound(copy, scene, table, lost, random);
                const percent = ((100 * lost) / rows).toPrecision(2);
                say(
                    `${table}: ${lost} of ${rows} rows lost (${percent} %): found ${found} of ${TRIALS} times`,
                );
                if (found === TRIALS) break;
            }
        }
    } finally {
        await copy.remove();
    }
}

async function lossesFound(copy: Cluster, scene: Scene, table: string, lost: number, random: () => number) {
    const client = await copy.connect("postgres", "shop");
    const newest =
        "SELECT m.id::text FROM airworthy.manifest m WHERE finished IS NOT NULL ORDER BY m.id DESC LIMIT 1";
    const manifest = { ...(await client.query(newest)).rows[0], missed: [] } as Found;
    const settled = () => settle(client, { statementSeconds: 60, lockSeconds: 5 });
    let [found, rows] = [0, 0];
    for (let trial = 0; trial < TRIALS; trial++) {
        await client.query("BEGIN");
        await client.query("SET LOCAL session_replication_role = replica");
        const counted = await client.query(`SELECT count(*)::int AS rows FROM ${table}`);
        rows = counted.rows[0].rows as number;
        // Any rows that the manifest can know: later ones are not its business.
        await client.query(
            `DELETE FROM ${table} WHERE ctid IN (SELECT ctid FROM ${table} WHERE id <= $2 ORDER BY hashint4(id::int + $3) LIMIT $1)`,
            [lost, 2000, Math.floor(random() * 2 ** 20)],
        );
        const findings = new Findings();
        await checkRows({ client, manifest, until: scene.to, settled }, findings);
        await client.query("ROLLBACK");
        found += Number(!findings.verdict().proven);
    }
    return { found, rows };
}
