import { CreateDBInstanceCommand, CreateDBInstanceReadReplicaCommand, RDSClient } from "@aws-sdk/client-rds";
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { queryError, type Call, type Reply, type StandIn } from "./aws.ts";
import { ACCOUNT, REGION } from "./environment.ts";

export const FIRST = `arn:aws:rds:eu-west-1:${ACCOUNT}:db:shop-first-a`;
const FOLLOWS = `<ReadReplicaSourceDBInstanceIdentifier>${FIRST}</ReadReplicaSourceDBInstanceIdentifier>`;
const INFO = `<StatusInfos><DBInstanceStatusInfo><StatusType>read replication</StatusType><Normal>true</Normal><Status>replicating</Status></DBInstanceStatusInfo></StatusInfos>`;

/** How RDS tells of the instance that follows, look by look; the last one stays. */
export type Look = "backing-up" | "available" | "modifying" | "rebooting" | "promoted" | "failed";

/**
 * An instance that follows another region's. Moto makes it and takes the promotion, but passes through no states and goes on
 * telling the source of one that was promoted: what is told of the instances comes from here.
 */
export class Follower {
    /** The promotions that RDS was asked for. */
    readonly asked: URLSearchParams[] = [];
    before: Look[] = ["available"];
    /** Once it was asked. */
    after: Look[] = ["available", "modifying", "rebooting", "promoted"];
    readonly answer: StandIn = (call) => this.answered(call);

    /** As moto has it, and CloudWatch, who tells this lag, in seconds, two minutes ago. */
    async make(lagSeconds: number | undefined): Promise<void> {
        const endpoint = process.env.AWS_ENDPOINT_URL!;
        const sized = { Engine: "postgres", DBInstanceClass: "db.t4g.medium", AllocatedStorage: 50 };
        const there = new RDSClient({ region: "eu-west-1", endpoint });
        await there.send(new CreateDBInstanceCommand({ DBInstanceIdentifier: "shop-first-a", ...sized }));
        const named = { DBInstanceIdentifier: "shop-live-b", SourceDBInstanceIdentifier: FIRST };
        await new RDSClient({ region: REGION, endpoint }).send(new CreateDBInstanceReadReplicaCommand(named));
        if (lagSeconds === undefined) return;
        const Dimensions = [{ Name: "DBInstanceIdentifier", Value: "shop-live-b" }];
        const told = [
            [2, lagSeconds],
            [1, -1],
            [30, 0],
        ] as const;
        const MetricData = told.map(([minutes, Value]) => {
            const Timestamp = new Date(Math.floor(Date.now() / 60_000 - minutes) * 60_000);
            return { MetricName: "ReplicaLag", Dimensions, Value, Timestamp };
        });
        const metrics = new CloudWatchClient({ region: REGION, endpoint });
        await metrics.send(new PutMetricDataCommand({ Namespace: "AWS/RDS", MetricData }));
    }

    private answered({ service, region, action, query }: Call): Reply | undefined {
        if (service !== "rds" || region !== REGION) return undefined;
        const looks = this.asked.length > 0 ? this.after : this.before;
        if (action === "PromoteReadReplica") {
            if (looks[0] === "backing-up" || looks[0] === "promoted")
                return queryError("InvalidDBInstanceState", `it is ${looks[0]}`);
            this.asked.push(query);
            return undefined;
        }
        if (action !== "DescribeDBInstances") return undefined;
        const look = looks.length > 1 ? looks.shift()! : looks[0]!;
        const status = look === "promoted" ? "available" : look;
        const kept =
            "<BackupRetentionPeriod>14</BackupRetentionPeriod><PreferredBackupWindow>03:00-03:30</PreferredBackupWindow>";
        const follower = `<DBInstance><DBInstanceIdentifier>shop-live-b</DBInstanceIdentifier><DBInstanceStatus>${status}</DBInstanceStatus>${kept}${look === "promoted" ? "" : FOLLOWS + INFO}</DBInstance>`;
        const own =
            "<DBInstance><DBInstanceIdentifier>shop-live-a</DBInstanceIdentifier><DBInstanceStatus>available</DBInstanceStatus></DBInstance>";
        const body = `<${action}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><${action}Result><DBInstances>${own}${follower}</DBInstances></${action}Result></${action}Response>`;
        return { headers: { "content-type": "text/xml" }, body };
    }
}
