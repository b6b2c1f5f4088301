import { CreateDBInstanceCommand, CreateDBSnapshotCommand, RDSClient } from "@aws-sdk/client-rds";
import { keyOfGeneration } from "../../functions/restore-check/evidence.ts";
import { main } from "../../scripts/restore.ts";
import type { Answer } from "../../scripts/lib/restore/prove.ts";
import { awsFor, type Aws } from "./aws.ts";
import { backupService, type BackupService } from "./backup-service.ts";
import { evidenceBucket, evidenceThat, type EvidenceBucket } from "./evidence-bucket.ts";
import { REGION, TestEnvironment } from "./environment.ts";
import { taskService, type TaskService } from "./task-service.ts";
import { windows, type Window } from "./windows.ts";

export const KEY = `arn:aws:kms:${REGION}:123456789012:key/11111111-1111-1111-1111-111111111111`;
export const SOURCE = "db-AAAAAAAAAAAAAAAAAAAAAAAAAA";
const DAY = 24 * 60 * 60 * 1000;
const at = (days: number) => `${new Date(Date.now() - days * DAY).toISOString().slice(0, 19)}Z`;
/** A second that the window of generation a has. */
export const YESTERDAY = at(1);

/** The environment of a restore: simulated AWS with one database, the project, and the CLIs beside it. */
class Restoring {
    aws!: Aws;
    shop!: TestEnvironment;
    backup!: BackupService;
    ecs!: TaskService;
    evidence!: EvidenceBucket;
    /** Why the next check finds a generation not proven. */
    reasons: string[] = [];
    readonly rds: RDSClient[] = [];
    /** What the function of the roles was sent, and what it answers. */
    invoked: [string, object][] = [];
    answer!: Answer;

    windows(list: (Partial<Window> & { instance: string })[]): void {
        const shared = { resourceId: SOURCE, from: at(10), to: at(0.01), kmsKeyArn: KEY };
        this.aws.standIns.unshift(windows(list.map((one) => ({ ...shared, ...one }))));
    }

    get client(): RDSClient {
        return (this.rds[0] ??= new RDSClient({ region: REGION, endpoint: process.env.AWS_ENDPOINT_URL! }));
    }

    async database(DBInstanceIdentifier: string, KmsKeyId = KEY): Promise<void> {
        const sized = { Engine: "postgres", EngineVersion: "18.1", DBInstanceClass: "db.t4g.medium" };
        const kept = { AllocatedStorage: 50, StorageEncrypted: true, KmsKeyId };
        await this.client.send(new CreateDBInstanceCommand({ DBInstanceIdentifier, ...sized, ...kept }));
    }

    async snapshot(DBInstanceIdentifier: string, DBSnapshotIdentifier: string): Promise<void> {
        await this.client.send(new CreateDBSnapshotCommand({ DBInstanceIdentifier, DBSnapshotIdentifier }));
    }

    /** Runs the command, and forgets what the run before said. */
    run(...argv: string[]): Promise<number> {
        this.shop.lines.length = this.shop.data.length = 0;
        return main(argv, this.shop.world, (name, event) => {
            this.invoked.push([name, event]);
            return Promise.resolve(this.answer);
        });
    }
}

/** Starts and stops all of it around the tests of a suite. */
export function restoring(): Restoring {
    const r = new Restoring();
    before(async function () {
        r.aws = await awsFor(this);
    });
    after(() => r.aws?.stop());
    beforeEach(async () => {
        await r.aws.reset();
        r.backup = backupService();
        r.invoked = [];
        r.answer = { result: { instance: "shop-live-b", isMasterReset: true, passwords: ["app_1"] } };
        r.reasons = [];
        r.evidence = evidenceBucket("shop-live-proofs");
        r.ecs = taskService();
        r.ecs.work = ({ INSTANCE = "", CHECK_ID = "" }) => {
            const key = keyOfGeneration({ instance: INSTANCE, checkId: CHECK_ID });
            r.evidence.objects[key] ??= evidenceThat(r.reasons);
        };
        r.aws.standIns.push(r.backup.answer, r.ecs.answer, r.evidence.answer);
        r.windows([{ instance: "shop-live-a" }]);
        r.shop = new TestEnvironment();
        await r.database("shop-live-a");
        r.aws.asked.length = 0;
    });
    afterEach(() => r.shop.remove());
    return r;
}
