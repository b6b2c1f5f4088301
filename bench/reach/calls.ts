import { listOf, told, type Graph, type Made } from "./graph.ts";

/** What a resource offers to anybody on the internet, in words: one text for each. */
type Offers = (made: Made, graph: Graph) => string[];

const always =
    (says: string): Offers =>
    () => [says];
const when = (isSo: (props: Made["props"]) => boolean, says: string): Offers => {
    return ({ props }) => (isSo(props) ? [says] : []);
};
const someoneElse = always("a way to whoever is at its other end, which nobody sees from here");
const byName = always("a public name of AWS's, which anybody may call");

/** What needs no route in a network, and may be called by its name or through AWS's API, or leads to another network. */
const offers: Record<string, Offers> = {
    "aws:cloudfront/distribution": ({ props }, graph) => [
        ...(props.webAclId ? [] : ["a distribution without a firewall"]),
        ...listOf(props.origins).flatMap((origin) => originOf(origin, graph)),
    ],
    "aws:lambda/functionUrl": when(
        (props) => props.authorizationType !== "AWS_IAM",
        "a URL that asks nobody who they are",
    ),
    "aws:lambda/permission": when(
        (props) =>
            props.principal === "*" && !(props.sourceAccount || props.sourceArn || props.principalOrgId),
        "a function that anybody may call",
    ),
    "aws:lambda/layerVersionPermission": when((props) => props.principal === "*", "a layer for anybody"),
    "aws:cloudwatch/eventPermission": when(
        (props) => props.principal === "*" && !props.condition,
        "an event bus that anybody may write to",
    ),
    "aws:apigateway/restApi": when(
        (props) => !listOf(props.endpointConfiguration?.types).includes("PRIVATE"),
        "a public name of AWS's, which anybody may call",
    ),
    "aws:apigatewayv2/api": byName,
    "aws:appsync/graphQLApi": when(
        (props) => props.visibility !== "PRIVATE",
        "a public name of AWS's, which anybody may call",
    ),
    "aws:apprunner/service": byName,
    "aws:ecrpublic/repository": always("images for anybody"),
    "aws:ec2/amiLaunchPermission": when((props) => props.group === "all", "a machine image for anybody"),
    "aws:rds/snapshot": when(
        (props) => listOf(props.sharedAccounts).includes("all"),
        "a snapshot for anybody",
    ),
    "aws:rds/clusterSnapshot": when(
        (props) => listOf(props.sharedAccounts).includes("all"),
        "a snapshot for anybody",
    ),
    "aws:ssm/document": when(
        (props) => /\ball\b/i.test(String(props.permissions?.account_ids)),
        "a document for anybody",
    ),
    "aws:ec2/vpcPeeringConnection": someoneElse,
    "aws:ec2/vpcPeeringConnectionAccepter": someoneElse,
    "aws:ec2/vpcEndpointService": someoneElse,
    "aws:ec2/vpnConnection": someoneElse,
    "aws:ec2/vpnGateway": someoneElse,
    "aws:ec2/vpnGatewayAttachment": someoneElse,
    "aws:ec2clientvpn/endpoint": someoneElse,
    "aws:ec2transitgateway/vpcAttachment": someoneElse,
    "aws:globalaccelerator/accelerator": byName,
    "aws:ram/principalAssociation": someoneElse,
};
export const offerKinds = Object.keys(offers);

export function offered(graph: Graph): { to: string; path: string[] }[] {
    return graph
        .of(...offerKinds)
        .flatMap((one) => offers[one.kind]!(one, graph).map((says) => ({ to: told(one), path: [says] })));
}

/** An origin inside of the VPC is reached by CloudFront alone, and so is a bucket that it signs in at. */
function originOf(origin: any, graph: Graph): string[] {
    const { originId, domainName = "", vpcOriginConfig, customOriginConfig, originAccessControlId } = origin;
    if (vpcOriginConfig?.vpcOriginId) return [];
    if (customOriginConfig) return [`${domainName}, the origin ${originId}, by its own name`];
    const bucket = String(domainName).split(".s3.")[0];
    const isOwn = graph.called(bucket, "aws:s3/bucket", "aws:s3/bucketV2") !== undefined;
    return isOwn && originAccessControlId ? [] : [`${domainName}, the origin ${originId}, by S3's own name`];
}
