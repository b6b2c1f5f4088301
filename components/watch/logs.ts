import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface LogsArgs {
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
] as const;
type Purpose = (typeof purposes)[number];

/** Every log group, made before what writes to it: a group that AWS makes by itself keeps everything for ever. */
export class Logs extends pulumi.ComponentResource {
    /** The log groups, by what they are for. */
    readonly groups: Record<Purpose, aws.cloudwatch.LogGroup>;
    /** How, for groups whose names AWS chooses. */
    readonly kept: Pick<LogsArgs, "kmsKeyArn" | "retentionDays">;

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
        this.kept = { kmsKeyArn: args.kmsKeyArn, retentionDays: args.retentionDays };
        this.groups = Object.fromEntries(entries) as Record<Purpose, aws.cloudwatch.LogGroup>;
        this.registerOutputs({});
    }
}
