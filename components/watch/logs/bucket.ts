import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { after, privateBucket } from "../../parts/private-bucket.ts";
import { here, mayFor, policyOf } from "../../parts/rights.ts";

export interface LogBucketArgs {
    /** The AWS account, twelve digits: only its load balancers and its CDN may write. */
    accountId: pulumi.Input<string>;
    /** The region of those load balancers. */
    region: string;
    /** Days that logs are kept. */
    retentionDays: number;
}

/** A private bucket that load balancers and CloudFront write their access logs to, and that nobody can read without TLS. */
export class LogBucket extends pulumi.ComponentResource {
    /** The bucket's name, known once AWS may write to it. */
    readonly bucket: pulumi.Output<string>;

    constructor(name: string, args: LogBucketArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:watch:LogBucket", name, {}, opts);
        const { accountId, retentionDays } = args;
        // Load balancers can't write to a bucket with a KMS key: Amazon's own key is the only one that they support.
        const kept = { expiry: after(retentionDays) };
        const { bucket, arn, access, refusesPlainHttp } = privateBucket(this, name, kept);
        const objects = pulumi.interpolate`${arn}/AWSLogs/${accountId}/*`;
        const balancers = here(args, "elasticloadbalancing", "loadbalancer/*");
        // CloudFront's come by AWS's service of logs, from the one region that it is led from.
        const deliveries = here({ accountId, region: "us-east-1" }, "logs", "delivery-source:*");
        const policy = new aws.s3.BucketPolicy(
            name,
            {
                bucket,
                policy: policyOf([
                    mayFor("logdelivery.elasticloadbalancing.amazonaws.com", accountId, balancers, {
                        ...{ Sid: "LoadBalancerLogs", Action: "s3:PutObject", Resource: objects },
                    }),
                    mayFor("delivery.logs.amazonaws.com", accountId, deliveries, {
                        ...{ Sid: "CdnLogs", Action: "s3:PutObject", Resource: objects },
                    }),
                    refusesPlainHttp,
                ]),
            },
            { parent: this, dependsOn: [access] },
        );
        this.bucket = policy.bucket;
        this.registerOutputs({ bucket: this.bucket });
    }
}
