import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BuiltImage } from "../../parts/image.ts";
import { outwardGroup } from "../../parts/outward-group.ts";
import type { Account } from "../../parts/rights.ts";
import { proofAge } from "./proof/age.ts";
import { proofAlarms } from "./proof/alarms.ts";
import { evidenceBucket } from "./proof/bucket.ts";
import { checkTask, containerName } from "./proof/task.ts";
import { trigger } from "./proof/trigger.ts";

export interface RestoreProofArgs extends Account {
    /** Letters, digits and hyphens, at most 40: what names start with, and the dimension of the metrics. */
    prefix: string;
    /** The VPC, and subnets that can call AWS and can't be called. */
    network: { vpcId: pulumi.Input<string>; privateSubnetIds: pulumi.Input<pulumi.Input<string>[]> };
    cluster: { clusterName: pulumi.Input<string> };
    /** What makes the copies, and the security group that they wear. */
    drill: {
        planArn: pulumi.Input<string>;
        planName: pulumi.Input<string>;
        securityGroupId: pulumi.Input<string>;
    };
    /** The database in use: the name of its instance, and of what is in it; and the instances of all generations. */
    database: { place: { identifier: string; dbName: string }; identifiers: Record<string, string> };
    /** Of images/restore-check. */
    image: BuiltImage;
    /** The bundle of functions/proof-age: `index.js` with `handler`. */
    code: { archive: pulumi.Input<pulumi.asset.Archive> };
    /** Log group, of this account and region, of what both print. */
    logGroupName: pulumi.Input<string>;
    /** The key of the evidence. */
    kmsKeyArn: pulumi.Input<string>;
    /** The key of the queue of checks that could not be started; EventBridge must be allowed to use it. */
    queueKmsKeyArn: pulumi.Input<string>;
    /** SNS topic that is told; CloudWatch must be allowed to publish there, and to use the topic's key. */
    alertsTopicArn: pulumi.Input<string>;
    /** Days that evidence is kept, at least 30. @default 400: a year, and the weeks until somebody asks for it. */
    keepDays?: number;
}

/** Drills are seven days apart, and one takes hours. */
const mostDays = 8;
const port = 5432;

/**
 * Has every copy that a restore drill makes judged by what it holds, keeps the verdict as dated evidence, and rings when
 * the backups were not shown to be good for eight days. Fewer than that can't be told from a drill that is due.
 */
export class RestoreProof extends pulumi.ComponentResource {
    /** Where the evidence is. */
    readonly bucket: pulumi.Output<string>;
    /** What a person needs to start a check: where its task runs, and the plan whose way of restoring a drill takes. */
    readonly check: {
        taskFamily: string;
        container: string;
        subnetIds: pulumi.Input<pulumi.Input<string>[]>;
        securityGroupId: pulumi.Output<string>;
        planName: pulumi.Input<string>;
    };

    constructor(name: string, args: RestoreProofArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:RestoreProof", name, {}, opts);
        const { accountId, region, prefix, drill, network, logGroupName, keepDays = 400 } = args;
        const { place } = args.database;
        check(name, prefix, keepDays);
        const account = { accountId, region };
        const evidence = evidenceBucket(this, name, { ...account, kmsKeyArn: args.kmsKeyArn, keepDays });
        const family = `${prefix}-restore-check`;
        const task = checkTask(this, name, {
            ...{ ...account, family, evidence, logGroupName, environment: prefix },
            image: args.image,
            ...{ planName: drill.planName, dbName: place.dbName },
            instances: Object.values(args.database.identifiers),
        });
        const securityGroupId = this.wayTo(name, drill.securityGroupId, network.vpcId);
        const undelivered = trigger(this, name, {
            ...{ ...account, ruleName: family, family, task, planArn: drill.planArn },
            ...{ clusterName: args.cluster.clusterName, queueKmsKeyArn: args.queueKmsKeyArn },
            subnetIds: network.privateSubnetIds,
            securityGroupId,
        });
        const { alertsTopicArn } = args;
        proofAge(this, `${name}-age`, {
            alertsTopicArn,
            ...{ ...account, evidence, logGroupName, environment: prefix, code: args.code.archive },
            functionName: `${prefix}-proof-age`,
            instance: place.identifier,
        });
        proofAlarms(this, name, { environment: prefix, alertsTopicArn, undelivered, mostDays });
        this.bucket = evidence.bucket;
        const { privateSubnetIds: subnetIds } = network;
        this.check = {
            taskFamily: family,
            container: containerName,
            subnetIds,
            securityGroupId,
            planName: drill.planName,
        };
        this.registerOutputs({ bucket: this.bucket });
    }

    /** A security group from which the copies can be reached, and AWS's services; nothing reaches it. */
    private wayTo(name: string, copies: pulumi.Input<string>, vpcId: pulumi.Input<string>) {
        const child = { parent: this };
        const own = outwardGroup(this, name, { vpcId, description: "The check of restored copies" });
        const postgres = { ipProtocol: "tcp", fromPort: port, toPort: port };
        const inward = { ...postgres, securityGroupId: copies, referencedSecurityGroupId: own };
        const outward = { ...postgres, securityGroupId: own, referencedSecurityGroupId: copies };
        new aws.vpc.SecurityGroupIngressRule(`${name}-copies`, inward, child);
        new aws.vpc.SecurityGroupEgressRule(`${name}-copies`, outward, child);
        return own;
    }
}

function check(name: string, prefix: string, keepDays: number): void {
    if (!/^[A-Za-z0-9-]{1,40}$/.test(prefix))
        throw new Error(`${name}: prefix is ${prefix}; use at most 40 letters, digits and hyphens.`);
    if (!Number.isInteger(keepDays) || keepDays < 30)
        throw new Error(`${name}: keepDays is ${keepDays}; use 30 or more whole days.`);
}
