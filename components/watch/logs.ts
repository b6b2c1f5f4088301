import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../parts/rights.ts";
import { LogBucket } from "./logs/bucket.ts";

export interface LogsArgs extends Account {
    /** The key that encrypts them; its policy must let CloudWatch Logs of this region use it. */
    kmsKeyArn: pulumi.Input<string>;
    /** Days that entries are kept, one of the periods that CloudWatch offers. No default: it is a promise to others. */
    retentionDays: number;
    /** What the names of the groups start with: `/<prefix>/<purpose>`. */
    prefix: string;
}

/** What writes logs; each has a group of its own. */
const purposes = [
    "flows",
    "exec",
    "app",
    "worker",
    "pooler",
    "roles",
    "cache",
    "manifest",
    "restore-proof",
    "switch",
    "smoke",
    "cost",
    "gate",
    "migrations",
    "console",
    "upgrade",
    "sleep",
] as const;
type Purpose = (typeof purposes)[number];

/** Every log group, and the bucket of access logs, made before what writes to it: a group that AWS makes by itself keeps everything for ever. */
export class Logs extends pulumi.ComponentResource {
    /** The log groups, by what they are for. */
    readonly logs: Record<Purpose, aws.cloudwatch.LogGroup>;
    /** How, for groups whose names AWS chooses. */
    readonly logging: Pick<LogsArgs, "kmsKeyArn" | "retentionDays">;
    /** Takes the access logs of load balancers and of the CDN. */
    readonly logBucket: pulumi.Output<string>;

    constructor(name: string, args: LogsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:watch:Logs", name, {}, opts);
        const kept = { retentionInDays: args.retentionDays, kmsKeyId: args.kmsKeyArn };
        const entries = purposes.map((purpose) => [
            purpose,
            new aws.cloudwatch.LogGroup(
                `${name}-${purpose}`,
                { name: `/${args.prefix}/${purpose}`, ...kept },
                { parent: this },
            ),
        ]);
        this.logging = { kmsKeyArn: args.kmsKeyArn, retentionDays: args.retentionDays };
        this.logs = Object.fromEntries(entries) as Record<Purpose, aws.cloudwatch.LogGroup>;
        // It once stood by itself.
        const child = { parent: this, aliases: [{ parent: pulumi.rootStackResource }] };
        this.logBucket = new LogBucket("access-logs", args, child).bucket;
        this.registerOutputs({});
    }
}
