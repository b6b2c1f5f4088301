import { isObject, type Properties } from "../values.ts";
import { alphabet, aws, count, length, oneOf, range, rule } from "./kinds.ts";
import { listOf, textOf, type Limit } from "./row.ts";
import { api, page } from "./sources.ts";

const READ = "2026-11-22";
const distribution = aws("cloudfront", "Distribution");
const control = aws("cloudfront", "OriginAccessControl");
const way = aws("cloudfront", "VpcOrigin");
const requested = aws("cloudfront", "OriginRequestPolicy");
const source = aws("cloudwatch", "LogDeliverySource");
const destination = aws("cloudwatch", "LogDeliveryDestination");
const delivery = aws("cloudwatch", "LogDelivery");
const acl = aws("wafv2", "WebAcl");
const logging = aws("wafv2", "WebAclLoggingConfiguration");
const object = aws("s3", "BucketObjectv2");

const named = (type: string, shape: string): Limit[] => [
    length(type, "name", 1, 60, api("logs", shape, READ)),
    alphabet(type, "name", /^[\w-]*$/, "letters, digits, - and _", api("logs", shape, READ), {
        good: ["shop-live_cdn"],
        bad: ["shop.live"],
    }),
];
const s3 = (name: string) => ({ logDestinationConfigs: [`arn:aws:s3:::${name}`] });
const destinations =
    "https://docs.aws.amazon.com/waf/latest/developerguide/logging-s3.html, and the pages of the other destinations";

function protecting(fieldType: string, fieldKeys?: string[]): Properties {
    const field = { fieldType, ...(fieldKeys && { fieldKeys }) };
    return { dataProtectionConfig: { dataProtections: [{ action: "SUBSTITUTION", field }] } };
}

/** The way from the CDN to its origins, and the logs of both it and its firewall. */
export const delivered: Limit[] = [
    length(control, "name", 1, 64, api("cloudfront", "OriginAccessControlConfig", READ)),
    oneOf(
        control,
        "signingBehavior",
        ["never", "always", "no-override", "always-amz-auth"],
        api("cloudfront", "OriginAccessControlSigningBehaviors", READ),
    ),
    oneOf(
        way,
        "vpcOriginEndpointConfig.originProtocolPolicy",
        ["http-only", "match-viewer", "https-only"],
        api("cloudfront", "OriginProtocolPolicy", READ),
    ),
    ...["originReadTimeout", "originKeepaliveTimeout"].map((timeout) =>
        range(
            distribution,
            `origins[].vpcOriginConfig.${timeout}`,
            1,
            120,
            api("cloudfront", "VpcOriginConfig", READ),
        ),
    ),
    length(requested, "comment", 0, 128, api("cloudfront", "OriginRequestPolicyConfig", READ)),
    ...named(source, "PutDeliverySource"),
    ...named(destination, "PutDeliveryDestination"),
    oneOf(
        destination,
        "outputFormat",
        ["json", "plain", "w3c", "raw", "parquet"],
        api("logs", "OutputFormat", READ),
    ),
    count(delivery, "recordFields", 0, 128, api("logs", "RecordFields", READ), { item: (n) => `field-${n}` }),
    length(
        delivery,
        "s3DeliveryConfigurations[].suffixPath",
        1,
        256,
        api("logs", "DeliverySuffixPath", READ),
    ),
    rule(
        logging,
        "logDestinationConfigs",
        "name",
        page(destinations, READ),
        (value) => {
            const names = listOf(value).map((arn) =>
                /:::?([^:]+)$|log-group:([^:]+)|deliverystream\/(.+)$/.exec(textOf(arn) ?? ""),
            );
            const found = names.map((match) => match?.slice(1).find((one) => one !== undefined));
            const wrong = found.find((one) => one !== undefined && !one.startsWith("aws-waf-logs-"));
            return wrong && `goes to ${wrong}; use a name that starts with aws-waf-logs-`;
        },
        [s3("aws-waf-logs-shop")],
        [s3("shop-logs")],
    ),
    length(object, "key", 1, 1024, api("s3", "ObjectKey", READ)),
    rule(
        acl,
        "dataProtectionConfig.dataProtections[].field",
        "keys",
        `${api("wafv2", "FieldToProtect", "2026-11-23")}; what CreateWebACL says ("FieldKeys cannot be null or empty"), as public checks quote it, read 2026-11-23`,
        (value) => {
            if (!isObject(value)) return undefined;
            const type = textOf(value.fieldType) ?? "";
            const isNamed = listOf(value.fieldKeys).length > 0;
            if (type.startsWith("SINGLE_") === isNamed) return undefined;
            return `is ${type} ${isNamed ? "with" : "without"} fieldKeys; name them for SINGLE_… and for nothing else`;
        },
        [protecting("SINGLE_COOKIE", ["session"]), protecting("BODY")],
        [protecting("SINGLE_COOKIE"), protecting("BODY", ["session"])],
    ),
];
