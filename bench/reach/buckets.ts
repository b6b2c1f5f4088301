import { isOn, listOf, told, type Graph, type Made } from "./graph.ts";
import { openIn } from "./statements.ts";

const bucketsOwn = ["aws:s3/bucket", "aws:s3/bucketV2"];
const objects = ["aws:s3/bucketObject", "aws:s3/bucketObjectv2", "aws:s3/objectCopy"];
const lists = ["aws:s3/bucketAcl", "aws:s3/bucketAclV2"];
export const bucketKinds = [
    ...[...bucketsOwn, ...objects, ...lists, "aws:s3/bucketPolicy"],
    ...["aws:s3/bucketPublicAccessBlock", "aws:s3/bucketOwnershipControls"],
];

const publicLists = /^(public-read|public-read-write|authenticated-read)$/;
const publicGroups = /\/(AllUsers|AuthenticatedUsers)$/;

/** Buckets that anybody may read or write, by a policy or by a list, and that nothing keeps closed all the same. */
export function openBuckets(graph: Graph): { to: string; path: string[] }[] {
    const byPolicy = graph.of(...bucketsOwn, "aws:s3/bucketPolicy").flatMap((one) =>
        openIn(one.props.policy).map((statement) => ({
            one,
            by: statement,
            guard: "restrictPublicBuckets",
        })),
    );
    const byList = graph
        .of(...bucketsOwn, ...objects, ...lists)
        .filter((one) => isListed(one) && !hasListsOff(one, graph))
        .map((one) => ({ one, by: "a list for anybody", guard: "ignorePublicAcls" }));
    return [...byPolicy, ...byList]
        .filter(({ one, guard }) => !isBlocked(one, guard, graph))
        .map(({ one, by, guard }) => ({
            to: graph.told(bucketOf(one), ...bucketsOwn),
            path: ["AWS's API", `no public access block with ${guard}`, `${told(one)}: ${by}`],
        }));
}

function bucketOf({ id, props }: Made): string {
    return String(props.bucket ?? id);
}

/** A bucket without such a block counts as open: AWS closes new ones by itself, and nobody sees here how old it is. */
function isBlocked(one: Made, guard: string, graph: Graph): boolean {
    const blocks = graph.of("aws:s3/bucketPublicAccessBlock");
    return blocks.some(({ props }) => props.bucket === bucketOf(one) && isOn(props[guard]));
}

function isListed({ props }: Made): boolean {
    const granted = [...listOf(props.grants), ...listOf(props.accessControlPolicy?.grants)];
    const uris = granted.map((grant) => grant.uri ?? grant.grantee?.uri);
    return publicLists.test(String(props.acl)) || uris.some((uri) => publicGroups.test(String(uri)));
}

function hasListsOff(one: Made, graph: Graph): boolean {
    const owned = graph.of("aws:s3/bucketOwnershipControls");
    return owned.some(
        ({ props }) =>
            props.bucket === bucketOf(one) && props.rule?.objectOwnership === "BucketOwnerEnforced",
    );
}
