import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

interface LoggingArgs {
    prefix: string;
    distributionArn: pulumi.Input<string>;
    /** Bucket that the service of logs may write to already. */
    logBucket: pulumi.Input<string>;
}

/** CloudFront's logs are led from here, wherever the bucket is (Developer Guide, "Standard logging (v2)"). */
const region = "us-east-1";

/** All but what may hold secrets: cookies and query strings. */
const recordFields = [
    ...["date", "time", "x-edge-location", "sc-bytes", "c-ip", "cs-method", "cs(Host)", "cs-uri-stem"],
    ...["sc-status", "cs(User-Agent)", "x-edge-result-type", "x-edge-request-id", "x-host-header"],
    ...["cs-protocol", "cs-bytes", "time-taken", "x-forwarded-for", "ssl-protocol", "ssl-cipher"],
    ...["x-edge-response-result-type", "cs-protocol-version", "time-to-first-byte"],
    ...["x-edge-detailed-result-type", "sc-content-type", "sc-content-len"],
];

/** Every request, in JSON. */
export function logging(parent: pulumi.Resource, name: string, args: LoggingArgs): void {
    const child = { parent };
    const called = `${args.prefix}-cdn`;
    const source = new aws.cloudwatch.LogDeliverySource(
        name,
        { region, name: called, logType: "ACCESS_LOGS", resourceArn: args.distributionArn },
        child,
    );
    const destinationResourceArn = pulumi.interpolate`arn:aws:s3:::${args.logBucket}`;
    const destination = new aws.cloudwatch.LogDeliveryDestination(
        name,
        {
            ...{ region, name: called, outputFormat: "json" },
            deliveryDestinationConfiguration: { destinationResourceArn },
        },
        child,
    );
    new aws.cloudwatch.LogDelivery(
        name,
        {
            ...{ region, recordFields },
            deliverySourceName: source.name,
            deliveryDestinationArn: destination.arn,
            s3DeliveryConfigurations: [
                { suffixPath: "{DistributionId}/{yyyy}/{MM}/{dd}", enableHiveCompatiblePath: false },
            ],
        },
        child,
    );
}
