import { createHash } from "node:crypto";
import type { DBSnapshot } from "@aws-sdk/client-rds";
import { Misuse, Refusal } from "../command.ts";
import { generationOf, type Point } from "../points/point.ts";
import { utc } from "../table.ts";
import type { Origin } from "./settings.ts";

/** What a restore begins with. */
export interface Wanted {
    origin: Origin;
    /** Postgres's major version: a restored database has that of its source. */
    version: number;
    /** The state of the data that comes back. */
    at: Date;
    /** In words, for the plan. */
    from: string;
    /** A snapshot elsewhere, or under another key, that has to be copied first. */
    copy?: { source: string; target: string; reason: string };
}

/** What it is held against. */
export interface Known {
    environment: string;
    region: string;
    account: string;
    /** The key of the database in use: every generation has the same. */
    kmsKeyArn: string;
    now: Date;
}

/** What `--to` names: a second, or a snapshot by its name or ARN. */
export type To = { time: string } | { snapshot: string; region: string };

const ABSOLUTE = "an absolute time in UTC and whole seconds, such as 2026-11-20T02:00:00Z";

export function readTo(to: string, { region, account }: Pick<Known, "region" | "account">): To {
    const arn = /^arn:aws[\w-]*:rds:([\w-]+):(\d{12}):snapshot:([a-zA-Z0-9:-]+)$/.exec(to);
    if (arn) {
        const [, where = "", owner = "", snapshot = ""] = arn;
        if (owner === account) return { snapshot, region: where };
        throw new Refusal(
            `--to is of the account ${owner}, and the environment is in ${account}; share and copy it first.`,
        );
    }
    if (to.startsWith("arn:")) {
        throw new Misuse(`--to is ${to}, which is no snapshot; of a continuous backup, use ${ABSOLUTE}.`);
    }
    if (/^(rds:|awsbackup:)?[a-zA-Z][a-zA-Z0-9-]*$/.test(to)) return { snapshot: to, region };
    const time = new Date(to);
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(to) || Number.isNaN(time.getTime()) || utc(time) !== to) {
        throw new Misuse(
            `--to is ${to}; use ${ABSOLUTE}, or a snapshot or recovery point that \`npm run backups\` lists.`,
        );
    }
    return { time: to };
}

/** A second of one generation's window. */
export function wantedSecond(time: string, generation: string, points: Point[], known: Known): Wanted {
    const at = new Date(time);
    if (at > known.now) throw new Refusal(`--to is ${time}, in the future; it is ${utc(known.now)} now.`);
    const windows = points.filter(({ from }) => from !== undefined);
    const window = windows.find((one) => one.generation === generation);
    if (!window?.from || !window.resourceId) {
        const others = windows.map((one) => one.generation).join(", ");
        throw new Refusal(
            `RDS keeps no window of generation ${generation}; use --from with one of: ${others || "none"}.`,
        );
    }
    const [first, last] = [new Date(window.from), new Date(window.time)];
    if (at < first || at > last) {
        const other = windows.find(
            ({ from, time: end }) => from && at >= new Date(from) && at <= new Date(end),
        );
        const instead = other
            ? ` Generation ${other.generation} has that second: --from ${other.generation}.`
            : "";
        const side = at < first ? "before the window" : "later than RDS can restore yet";
        throw new Refusal(
            `--to is ${time}, ${side}: generation ${generation} can be restored from ${utc(first)} to ${utc(last)}.${instead}`,
        );
    }
    if (window.kmsKeyArn !== undefined && window.kmsKeyArn !== known.kmsKeyArn) {
        throw new Refusal(
            `Generation ${generation} is encrypted with ${window.kmsKeyArn}, and the database in use with ${known.kmsKeyArn}; RDS restores to a second under the same key alone: use a snapshot, which can be copied.`,
        );
    }
    return {
        origin: { resourceId: window.resourceId, time },
        version: majorOf(window.version),
        at,
        from: `generation ${generation}, which can be restored to any second from ${utc(first)} to ${utc(last)}`,
    };
}

/** A snapshot, as RDS describes it: its own, or a recovery point of AWS Backup; of this environment, or of its owner. */
export function wantedSnapshot(
    snapshot: DBSnapshot,
    region: string,
    known: Known,
    owner = known.environment,
): Wanted {
    const { DBSnapshotArn: arn = "", DBInstanceIdentifier: instance, Engine, Status, KmsKeyId } = snapshot;
    const generation = generationOf(owner, instance);
    if (generation === undefined) {
        throw new Refusal(
            `${arn} is of the database ${instance}, and not of ${owner}; see \`npm run backups\`, or name with --from the stack that it is of.`,
        );
    }
    if (Engine !== "postgres") throw new Refusal(`${arn} is of ${Engine}, and not of postgres.`);
    if (Status !== "available") throw new Refusal(`${arn} is ${Status}; wait until it is available.`);
    const at = snapshot.OriginalSnapshotCreateTime ?? snapshot.SnapshotCreateTime;
    if (at === undefined) throw new Refusal(`${arn} has no time.`);
    const shared = {
        version: majorOf(snapshot.EngineVersion),
        at,
        from: `a snapshot of generation ${generation}${owner === known.environment ? "" : ` of ${owner}`}, ${arn}`,
    };
    const isElsewhere = region !== known.region;
    if (!isElsewhere && KmsKeyId === known.kmsKeyArn) return { ...shared, origin: { snapshot: arn } };
    // After its source, so that whoever goes on with the restore finds the same one.
    const target = `${known.environment}-from-${createHash("sha256").update(arn).digest("hex").slice(0, 12)}`;
    const reason = isElsewhere ? `it is in ${region}` : `it is encrypted with ${KmsKeyId ?? "no key"}`;
    const copied = `arn:aws:rds:${known.region}:${known.account}:snapshot:${target}`;
    return { ...shared, origin: { snapshot: copied }, copy: { source: arn, target, reason } };
}

function majorOf(version: string | undefined): number {
    const major = Number(version?.split(".")[0]);
    if (Number.isInteger(major)) return major;
    throw new Refusal(`AWS tells no version of Postgres (${version ?? "nothing"}).`);
}
