import * as aws from "@pulumi/aws";
import type { Node } from "./graph.ts";
import { isLeftOut } from "./references.ts";
import type { Stack } from "./stack.ts";
import { listOf } from "./values.ts";

interface Pair {
    key: string;
    value: string;
}

/** One of the maps of conditions by which AWS Backup selects resources: all must hold. */
interface Conditions {
    stringEquals?: Pair[];
    stringLikes?: Pair[];
    stringNotEquals?: Pair[];
    stringNotLikes?: Pair[];
}

/** A database, or a bucket. */
type Thing = Node<{ tags?: Record<string, string>; tagsAll?: Record<string, string> }>;

/** The plans that back a thing up. */
export function plansOf(thing: Thing, stack: Stack): Node<any>[] {
    const selections = stack.all(aws.backup.Selection).filter((one) => selects(one, thing));
    return selections.flatMap(
        (selection) => stack.named(selection, "planId", aws.backup.Plan) as Node<any>[],
    );
}

/** Selections of a service's things, for the breaks of rules. */
export function selectionsOf(service: "rds" | "s3") {
    return (_node: Node, stack: Stack) =>
        stack.all(aws.backup.Selection).filter(({ props: { resources = [] } }) => {
            return resources.some((arn) => arn.includes(`:${service}:`));
        });
}

/** The plans that restore a database to test its backups. */
export function testsOf(db: Thing, stack: Stack): Node<any>[] {
    const kinds = isInstance(db) ? ["RDS"] : ["Aurora", "RDS"];
    const selections = stack.all(aws.backup.RestoreTestingSelection).filter(({ props }) => {
        const arns = props.protectedResourceArns ?? [];
        const isNamed = arns.some((arn) => arn === "*" || covers(arn, db));
        return (
            kinds.includes(props.protectedResourceType) &&
            isNamed &&
            holds(props.protectedResourceConditions as Conditions | undefined, db)
        );
    });
    return selections.flatMap(
        (one) => stack.named(one, "restoreTestingPlanName", aws.backup.RestoreTestingPlan) as Node<any>[],
    );
}

/** Types, tags and conditions narrow one another down (re:Post, "backup-assign-resources"); of the tags, one is enough. */
function selects(selection: Node<any>, thing: Thing): boolean {
    // What is left out the provider computes.
    const listed = <Item>(property: string): Item[] =>
        isLeftOut(selection, property) ? [] : (selection.props[property] ?? []);
    const resources = listed<string>("resources");
    const tags = listed<Pair>("selectionTags");
    const conditions = listed<Conditions>("conditions");
    // AWS would take all that it supports: nothing chooses the thing, so nothing shows that it is meant.
    if (resources.length + tags.length + conditions.length === 0) return false;
    const isNamed = resources.length === 0 || resources.some((arn) => covers(arn, thing));
    const isTagged = tags.length === 0 || tags.some(({ key, value }) => tagOf(thing, key) === value);
    const isLeft = listed<string>("notResources").some((arn) => covers(arn, thing));
    return isNamed && isTagged && !isLeft && conditions.every((one) => holds(one, thing));
}

function holds(conditions: Conditions | undefined, thing: Thing): boolean {
    const { stringEquals, stringLikes, stringNotEquals, stringNotLikes } = conditions ?? {};
    const is = ({ key, value }: Pair) => tagOf(thing, key) === value;
    const isLike = ({ key, value }: Pair) => matches(value, tagOf(thing, key) ?? "");
    return (
        listOf(stringEquals).every(is) &&
        listOf(stringLikes).every(isLike) &&
        !listOf(stringNotEquals).some(is) &&
        !listOf(stringNotLikes).some(isLike)
    );
}

function tagOf({ props }: Thing, key: string): string | undefined {
    const name = key.replace(/^aws:ResourceTag\//, "");
    const own = props.tags?.[name];
    return own ?? props.tagsAll?.[name];
}

/** Whether an ARN, or a pattern of ARNs, is for this thing. Its own ARN is known after the deployment only. */
function covers(pattern: string, thing: Node<any>): boolean {
    if (pattern === "*") return true;
    if (isBucket(thing)) {
        const [, , service, , , name = "*"] = pattern.split(":");
        return service === "s3" && matches(name, String(thing.props.bucket));
    }
    // What follows a "*" at the end may be anything: arn:aws:rds:* is all of RDS.
    const [, , service, , , kind = "*", name = "*"] = pattern.split(":");
    if (service !== "rds") return false;
    const called = isInstance(thing) ? thing.props.identifier : thing.props.clusterIdentifier;
    return matches(kind, isInstance(thing) ? "db" : "cluster") && matches(name, String(called));
}

function isBucket({ type }: Node<any>): boolean {
    return type === "aws:s3/bucket:Bucket";
}

function isInstance({ type }: Node<any>): boolean {
    return type === "aws:rds/instance:Instance";
}

function matches(pattern: string, text: string): boolean {
    const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`).test(text);
}
