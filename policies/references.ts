import { CannotTell, UNKNOWN, type Node } from "./graph.ts";

/**
 * What a property says about the resources that it names, as keys that it shares with them. A known text decides by
 * itself: it is, or ends in, a resource's id, ARN or name. An unknown one is decided by what the program took it from.
 */
export interface Reference {
    keys: string[];
    /** The texts that are known. */
    texts: string[];
    /** Places in the value that nobody knows yet. */
    unknowns: number;
    /** What the unknown places come from. */
    links: Node[];
}

export function referenceOf(node: Node, property: string): Reference {
    const { texts, unknowns } = textsIn(node.props, property);
    const all = unknowns > 0 ? (node.propertyDependencies[property] ?? []) : [];
    // The outputs of a remote component name the component and, in the same breath, all of its children.
    const urns = new Set(all.map(({ urn }) => urn));
    const links = all.filter((link) => !ancestorsOf(link).some((urn) => urns.has(urn)));
    const keys = texts.flatMap((text) => [`is ${text}`, ...endsOf(text).map((end) => `called ${end}`)]);
    return { keys: [...keys, ...links.map(({ urn }) => `urn ${urn}`)], texts, unknowns, links };
}

/** Whether a property is unknown as a whole and comes from nothing: so a provider shows one that was left out. */
export function isLeftOut(node: Node, property: string): boolean {
    const { texts, unknowns, links } = referenceOf(node, property);
    const isWhole = unknowns === 1 && texts.length === 0 && links.length === 0;
    return isWhole && isUnknown(node.props, property);
}

/** Whether a text is there, be it known or not. */
export function isSet(holder: object, key: string): boolean {
    const { texts, unknowns } = textsIn(holder, key);
    return unknowns > 0 || texts.some((text) => text !== "");
}

/** The keys by which a reference names this resource. A link to a component names everything inside it. */
export function keysOf(target: Node): string[] {
    const called = identities.flatMap((property) => textsIn(target.props, property).texts);
    const ids = textsIn(target.props, "arn").texts.map((arn) => arn.split(/[/:]/).at(-1)!);
    return [
        ...called.filter((text) => text !== "").map((text) => `called ${text}`),
        ...ids.map((id) => `is ${id}`),
        ...[target.urn, ...ancestorsOf(target)].map((urn) => `urn ${urn}`),
    ];
}

/** Whether an unknown comes from several kinds of resource, so that it could be either's. */
export function isAmbiguous({ links, unknowns }: Reference, type: string, named: Set<string>): boolean {
    return links.length > unknowns && !links.every((link) => link.type === type || named.has(link.urn));
}

/** What other resources call one, as far as it is known. */
const identities = [
    ...["id", "arn", "arnSuffix", "name", "identifier", "clusterIdentifier", "keyId", "bucket", "resourceId"],
    ...["userId", "userGroupId", "family"],
];

export function ancestorsOf(node: Node): string[] {
    const urns: string[] = [];
    for (let at = node.parent; at !== undefined; at = at.parent) urns.push(at.urn);
    return urns;
}

/** The text, and each part of it that starts after a slash: `service/web/app` is called `web/app` and `app`, too. */
function endsOf(text: string): string[] {
    const parts = text.split("/");
    return parts.map((_part, from) => parts.slice(from).join("/")).filter((end) => end !== "");
}

function isUnknown(parent: object, key: string): boolean {
    try {
        return (parent as Record<string, unknown>)[key] === UNKNOWN;
    } catch (error) {
        if (error instanceof CannotTell) return true;
        throw error;
    }
}

/** The texts in a value, however deep they lie, and the number of unknown places. */
function textsIn(parent: object, key: string): { texts: string[]; unknowns: number } {
    try {
        const value = (parent as Record<string, unknown>)[key];
        if (typeof value === "string") return { texts: [value], unknowns: 0 };
        if (typeof value !== "object" || value === null) return { texts: [], unknowns: 0 };
        const inner = Object.keys(value).map((one) => textsIn(value, one));
        return {
            texts: inner.flatMap(({ texts }) => texts),
            unknowns: inner.reduce((sum, { unknowns }) => sum + unknowns, 0),
        };
    } catch (error) {
        if (error instanceof CannotTell) return { texts: [], unknowns: 1 };
        throw error;
    }
}
