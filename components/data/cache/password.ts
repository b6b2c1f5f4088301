import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { functionAlarm } from "../../parts/function-alarm.ts";
import { rotation, type Rotated, type RotatorArgs } from "../../parts/rotation.ts";
import { vpcFunction } from "../../parts/vpc-function.ts";

export interface CachePasswordArgs extends RotatorArgs {
    cache: {
        place: { port: number; userId: string; username: string };
        address: pulumi.Input<string>;
        clientSecurityGroupId: pulumi.Input<string>;
    };
    /** The secret `prefix/cache`, without a value: the function writes it. */
    secret: Rotated;
}

/**
 * The password of the cache's user: a function makes it, keeps it in the secret, and rotates it. It holds until the
 * rotation after the next, and a connection outlives it: what reads it when it starts has to start anew in between.
 */
export class CachePassword extends pulumi.ComponentResource {
    /** The secret has its value, and it opens the cache. */
    readonly ready: pulumi.Resource;
    readonly functionName: pulumi.Output<string>;

    constructor(name: string, args: CachePasswordArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:CachePassword", name, {}, opts);
        const { accountId, cache, code, prefix, rotationDays, secret } = args;
        const { port, userId, username } = cache.place;
        const run = vpcFunction(this, name, {
            ...args,
            functionName: `${prefix}-cache-password`,
            says: "The function of the cache password",
            code: code.archive,
            securityGroupIds: [cache.clientSecurityGroupId],
            rights: rightsOf(args),
            // All that there are: it waits up to 10 minutes for ElastiCache, which takes about 4 for a change.
            timeoutSeconds: 900,
            variables: {
                CACHE_USER_ID: userId,
                CACHE_USERNAME: username,
                CACHE_HOST: cache.address,
                CACHE_PORT: String(port),
                SECRET_NAME: `${prefix}/cache`,
            },
        });
        const triggers = { code: code.sha256, host: cache.address };
        const secrets = { secret };
        this.ready = rotation(this, name, { accountId, run, triggers, secrets, rotationDays });
        const says =
            "The password of the cache could not be set or rotated. What works goes on working for weeks. " +
            "The function's log says why: docs/runbooks/cache-password.md.";
        functionAlarm(this, name, { run, says, alertsTopicArn: args.alertsTopicArn });
        this.functionName = run.name;
        this.registerOutputs({ functionName: this.functionName });
    }
}

/** As ElastiCache's User Guide has it for a rotation ("Automatically rotating passwords for users"): this user alone. */
function rightsOf({ accountId, region, cache, secret }: CachePasswordArgs): aws.iam.PolicyStatement[] {
    return [
        {
            Effect: "Allow",
            Action: ["elasticache:DescribeUsers", "elasticache:ModifyUser"],
            Resource: pulumi.interpolate`arn:aws:elasticache:${region}:${accountId}:user:${cache.place.userId}`,
        },
        ...secret.toRead,
        ...secret.toRotate,
    ];
}
