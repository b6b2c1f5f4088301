import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface LogsArgs<Name extends string> {
    /** The key that encrypts them; its policy must let CloudWatch Logs of this region use it. */
    kmsKeyArn: pulumi.Input<string>;
    /** Days that entries are kept, one of the periods that CloudWatch offers. No default: it is a promise to others. */
    retentionDays: number;
    /** What the names of the groups start with: `/<prefix>/<purpose>`. */
    prefix: string;
    /** What they are for: each gets a log group. */
    purposes: readonly Name[];
}

/** Every log group, made before what writes to it: a group that AWS makes by itself keeps everything for ever. */
export class Logs<Name extends string> extends pulumi.ComponentResource {
    /** The log groups, by what they are for. */
    readonly groups: Record<Name, aws.cloudwatch.LogGroup>;

    constructor(name: string, args: LogsArgs<Name>, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:watch:Logs", name, {}, opts);
        const kept = { retentionInDays: args.retentionDays, kmsKeyId: args.kmsKeyArn };
        const entries = args.purposes.map((purpose) => [
            purpose,
            new aws.cloudwatch.LogGroup(
                `${name}-${purpose}`,
                { name: `/${args.prefix}/${purpose}`, ...kept },
                { parent: this },
            ),
        ]);
        this.groups = Object.fromEntries(entries) as Record<Name, aws.cloudwatch.LogGroup>;
        this.registerOutputs({});
    }
}
