import {
    CreateDBInstanceCommand,
    DescribeDBInstancesCommand,
    RDSClient,
    type CreateDBInstanceCommandInput,
} from "@aws-sdk/client-rds";
import { drillCopyOf } from "../../functions/restore-check/drill.ts";
import { keyOf } from "../../functions/restore-check/evidence.ts";
import { main } from "../../scripts/restore-drill.ts";
import { awsFor, type Aws } from "./aws.ts";
import { backupService } from "./backup-service.ts";
import { REGION, TestEnvironment } from "./environment.ts";
import { evidenceBucket, evidenceThat, type EvidenceBucket } from "./evidence-bucket.ts";
import { GROUP, restoreService, type RestoreService } from "./restore-service.ts";
import { taskService, type TaskService } from "./task-service.ts";

export const pointOf = (id: string) => `arn:aws:rds:${REGION}:123456789012:snapshot:awsbackup:${id}`;
export const [NEW, OLD] = [pointOf("new"), pointOf("old")];
export const COPY = drillCopyOf("shop-live", NEW);
const HOUR = 3600;

/** The environment of a drill: simulated AWS with one database, its recovery points, and the check's verdict. */
class Drilling {
    aws!: Aws;
    restores!: RestoreService;
    ecs!: TaskService;
    evidence!: EvidenceBucket;
    shop!: TestEnvironment;
    /** Why the check finds a copy not proven. */
    reasons: string[] = [];
    /** What RDS is still at. */
    working: Promise<unknown> = Promise.resolve();

    private get rds(): RDSClient {
        return new RDSClient({ region: REGION });
    }

    database(DBInstanceIdentifier: string, more: Partial<CreateDBInstanceCommandInput> = {}) {
        const sized = { Engine: "postgres", DBInstanceClass: "db.t4g.large", AllocatedStorage: 20 };
        const own = { DBInstanceIdentifier, VpcSecurityGroupIds: [GROUP], ...sized, ...more };
        return this.rds.send(new CreateDBInstanceCommand(own));
    }

    async databases(): Promise<string[]> {
        const { DBInstances = [] } = await this.rds.send(new DescribeDBInstancesCommand({}));
        return DBInstances.map(({ DBInstanceIdentifier = "" }) => DBInstanceIdentifier).sort();
    }

    /** Runs the command, and forgets what the run before said. */
    run(...argv: string[]): Promise<number> {
        this.shop.lines.length = this.shop.data.length = 0;
        return this.runUntil(async () => void (await this.working), ...argv);
    }

    /** Whatever it waits for, `pause` comes first. */
    runUntil(pause: () => Promise<void>, ...argv: string[]): Promise<number> {
        return main(["--stack", "live", ...argv], { ...this.shop.world, pause });
    }

    get shown(): string {
        return this.shop.data.join("\n");
    }

    async renew(): Promise<void> {
        await this.aws.reset();
        const [restores, ecs, evidence] = [
            restoreService(),
            taskService(),
            evidenceBucket("shop-live-proofs"),
        ];
        Object.assign(this, { restores, ecs, evidence, reasons: [], working: Promise.resolve() });
        const running = { Status: "RUNNING", PercentDone: "40.00%" };
        restores.progress = [running, { ...running }, { Status: "COMPLETED" }];
        restores.work = ({ DBInstanceIdentifier = "" }) =>
            (this.working = this.database(DBInstanceIdentifier));
        ecs.work = ({ RESTORE_JOB_ID: job = "" }) => {
            const key = keyOf({ job, completedAt: new Date(1_795_002_460_000) });
            evidence.objects[key] ??= { ...evidenceThat(this.reasons), rtoSeconds: 2460 };
        };
        const backup = backupService();
        backup.points[REGION] = points();
        this.aws.standIns.push(restores.answer, backup.answer, ecs.answer, evidence.answer);
        this.shop = new TestEnvironment();
        await this.database("shop-live-a");
        this.aws.asked.length = 0;
    }
}

/** Two of the environment, and two that no drill is for: another's, and a continuous one. */
function points(): object[] {
    const shared = { ResourceArn: `arn:aws:rds:${REGION}:1:db:shop-live-a`, Status: "COMPLETED" };
    const at = (hours: number) => Date.now() / 1000 - hours * HOUR;
    const elses = { ResourceArn: "arn:aws:rds:x:1:db:other-a", CreationDate: at(1) };
    return [
        { ...shared, RecoveryPointArn: OLD, CreationDate: at(30 * 24) },
        { ...shared, RecoveryPointArn: NEW, CreationDate: at(7) },
        { ...shared, RecoveryPointArn: pointOf("elses"), ...elses },
        { ...shared, RecoveryPointArn: `arn:aws:rds:${REGION}:1:auto-backup:x`, CreationDate: at(0) },
    ];
}

/** Starts and stops all of it around the tests of a suite. */
export function drilling(): Drilling {
    const d = new Drilling();
    before(async function () {
        d.aws = await awsFor(this);
    });
    after(() => d.aws?.stop());
    beforeEach(() => d.renew());
    afterEach(() => d.shop.remove());
    return d;
}
