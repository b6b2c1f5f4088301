import { accountWide } from "./account-wide.ts";
import { between } from "./between.ts";
import { aws } from "./kinds.ts";
import { table } from "./table.ts";

const links = "only links others by id; AWS checks that they exist, which the graph already does";
const flags = "only switches, that the types already limit to true and false";

/** Types for which no limit is known beyond what the types check, each with the reason. */
const noneKnown: { [type: string]: string } = {
    [aws("ec2", "RouteTable")]: "its routes are resources of their own and have rows",
    [aws("ec2", "RouteTableAssociation")]: links,
    [aws("ec2", "InternetGateway")]: links,
    [aws("ec2", "InternetGatewayAttachment")]: links,
    [aws("ec2", "MainRouteTableAssociation")]: links,
    [aws("ec2", "VpcDhcpOptionsAssociation")]: links,
    [aws("lb", "TargetGroupAttachment")]: links,
    [aws("s3", "BucketPublicAccessBlock")]: flags,
    [aws("s3", "BucketPolicy")]:
        "the bucket's name is known only to the cloud, and the policy is judged where it is built",
    [aws("s3", "BucketLogging")]: links,
    [aws("s3", "BucketNotification")]: links,
    [aws("wafv2", "WebAclAssociation")]: links,
    [aws("acm", "CertificateValidation")]: "waits for a certificate and makes nothing",
    [aws("lambda", "Permission")]: links,
    [aws("ecr", "LifecyclePolicy")]: "its text is a document of rules that AWS publishes no grammar for",
    [aws("appconfig", "HostedConfigurationVersion")]:
        "its text is judged by AppConfig, by the kind of its profile",
    "pulumi:pulumi:Stack": "is Pulumi's own and reaches no cloud",
    "pulumi:pulumi:StackReference": "is Pulumi's own and reaches no cloud",
};

const withRows = new Set([
    ...[...table, ...accountWide].map(({ type }) => type),
    ...between.flatMap(({ types }) => types),
]);

/** The types of these that have neither a row nor a reason; providers and components reach no cloud and are left out. */
export function uncovered(types: string[]): string[] {
    const isResource = (type: string): boolean => !type.startsWith("pulumi:providers:");
    const known = (type: string): boolean => withRows.has(type) || Object.hasOwn(noneKnown, type);
    return [...new Set(types)].filter((type) => isResource(type) && !known(type)).sort();
}
