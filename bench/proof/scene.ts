import { setTimeout as pause } from "node:timers/promises";
import { writeHeartbeat } from "../../functions/manifest/heartbeat.ts";
import { identityOf } from "../../functions/manifest/identity.ts";
import { writeManifest, type Written } from "../../functions/manifest/manifest.ts";
import { watchDeletes } from "../../functions/manifest/witness.ts";
import { check, type Expectations } from "../../functions/restore-check/check.ts";
import type { Verdict } from "../../functions/restore-check/verdict.ts";
import { Cluster } from "./cluster.ts";
import { MIGRATIONS, openShop, work } from "./shop.ts";

/** Numbers that look random and come again with the same seed (a linear congruential generator). */
export function seeded(seed: number): () => number {
    let state = seed >>> 0;
    return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

const INVARIANTS = {
    "no total is negative": { sql: "SELECT count(*) FROM public.orders WHERE total < 0", expected: 0 },
    "every order has its customer": {
        sql: `SELECT count(*) FROM public.orders o WHERE NOT EXISTS (SELECT FROM public.customers c WHERE c.id = o.customer)`,
        expected: 0,
    },
};

/** A shop that worked for a while beside its backups: what a restore can go back to. */
export interface Scene {
    cluster: Cluster;
    base: string;
    expected: Expectations["database"];
    /** Every manifest and when it was whole. */
    manifests: (Written & { at: Date })[];
    /** The last moment that can be restored. */
    to: Date;
    /** Statements of the application in all. */
    statements: number;
    /** Migrations that ran, with the moment that each began. */
    migrations: { sql: string; at: Date; fault: string }[];
}

/** Lets a shop work under two clients for some seconds, with this many manifests, and migrations between them. */
export async function playScene(seconds: number, manifests: number, seed: number): Promise<Scene> {
    const cluster = await Cluster.make();
    await openShop(cluster);
    await openShop(cluster, "archive");
    const airworthy = await cluster.connect("airworthy", "shop");
    const other = await cluster.connect("airworthy", "archive");
    await writeManifest(other);
    await writeHeartbeat(other);
    const { name, systemIdentifier } = await identityOf(airworthy);
    const scene: Scene = {
        cluster,
        base: await cluster.backUp(),
        expected: { name, systemIdentifier: systemIdentifier ?? "not readable" },
        manifests: [],
        to: new Date(),
        statements: 0,
        migrations: [],
    };
    const end = Date.now() + seconds * 1000;
    const isOver = () => Date.now() > end;
    const random = seeded(seed);
    const clients = [1, 2].map(async () => work(await cluster.connect("shop_app", "shop"), random, isOver));
    const beats = beat(cluster, isOver);
    const migrations = migrate(scene, (seconds * 1000) / (MIGRATIONS.length + 1), isOver);
    for (let written = 0; written < manifests; written++) {
        // What was written is held against the application at once: a manifest beside writers, not before them.
        const done = await writeManifest(airworthy, { invariants: INVARIANTS, budgetSeconds: 30 });
        scene.manifests.push({ ...done, at: new Date() });
        await pause((seconds * 1000) / manifests - 300);
    }
    for (const done of await Promise.all(clients)) scene.statements += done;
    await Promise.all([beats, migrations]);
    scene.to = await writeHeartbeat(airworthy);
    await cluster.archiveAll();
    return scene;
}

async function beat(cluster: Cluster, isOver: () => boolean): Promise<void> {
    const client = await cluster.connect("airworthy", "shop");
    for (; !isOver(); await pause(200)) await writeHeartbeat(client);
}

async function migrate(scene: Scene, milliseconds: number, isOver: () => boolean): Promise<void> {
    const owner = await scene.cluster.connect("shop_owner", "shop");
    for (const sql of MIGRATIONS) {
        await pause(milliseconds);
        if (isOver()) return;
        const migration = { sql, at: new Date(), fault: "" };
        await owner.query("RESET ALL");
        await owner.query(sql).catch((error: Error) => (migration.fault = error.message));
        scene.migrations.push(migration);
        await watchDeletes(owner);
    }
}

/** A moment after the first whole manifest, drawn at random. */
export function momentOf({ manifests, to }: Scene, random: () => number): Date {
    const from = manifests[0]?.at.getTime() ?? to.getTime();
    return new Date(from + Math.floor(random() * (to.getTime() - from)));
}

/** What the checker says of a copy, in the role that it has on RDS: no superuser. */
export async function verdictOn(
    copy: Cluster,
    { expected }: Scene,
    restoreTime: Date,
    more: Partial<Expectations> = {},
    database = "shop",
): Promise<Verdict> {
    const client = await copy.connect("airworthy", database);
    return check(client, { database: expected, restoreTime, ...more });
}
