import type { PolicyResource } from "@pulumi/policy";
import type { Resource, Unwrap } from "@pulumi/pulumi";

/** Stands in a graph for a value that only the deployment can tell. */
export const UNKNOWN = Symbol("known after the deployment");

/** A resource class of a provider's package; `Args` is what its constructor takes. */
export type ResourceClass<Args = any> = { new (name: string, args: Args, ...rest: any[]): Resource };

/** What a resource class takes, with every value at hand. */
export type PropsOf<Args> = Unwrap<NonNullable<Args>>;

/** One resource and its links, as a policy pack gets them, or as a rehearsal recorded them. */
export interface Node<Props = Record<string, any>> extends Pick<PolicyResource, "type" | "urn" | "name"> {
    props: Props;
    opts: Pick<PolicyResource["opts"], "protect">;
    parent?: Node;
    propertyDependencies: Record<string, Node[]>;
}

/** Thrown by a check that reads what nobody knows yet: the rule can't pass, and it can't fail either. */
export class CannotTell extends Error {}

export function tokenOf(type: ResourceClass): string {
    const token = (type as { __pulumiType?: unknown }).__pulumiType;
    if (typeof token !== "string")
        throw new Error(`${type.name} is no resource of a Pulumi package: it has no type.`);
    return token;
}

/** The same value, in which reading an unknown throws `CannotTell`, however deep it lies. */
function readable<T extends object>(value: T, path: string): T {
    return new Proxy(value, {
        get(target, key) {
            const place = typeof key === "string" ? (path === "" ? key : `${path}.${key}`) : path;
            const member = peek(target as Record<PropertyKey, unknown>, key);
            if (member === UNKNOWN) throw new CannotTell(place);
            const isData =
                Array.isArray(member) || Object.prototype.toString.call(member) === "[object Object]";
            return isData ? readable(member as object, place) : member;
        },
    });
}

/** The same resource, to be read by a check. */
export function readableNode<Props extends object>(node: Node<Props>): Node<Props> {
    return { ...node, props: readable(node.props, "") };
}

function peek(target: Record<PropertyKey, unknown>, key: PropertyKey): unknown {
    try {
        return target[key];
    } catch (error) {
        // The SDK hands a pack proxies of its own, which throw this error where a value is unknown.
        if ((error as Error).constructor.name === "UnknownValueError") return UNKNOWN;
        throw error;
    }
}

function strings(value: unknown): string[] {
    if (typeof value === "string") return [value];
    return Array.isArray(value) ? value.flatMap(strings) : [];
}

function isInside(node: Node, ancestor: Node): boolean {
    for (let at = node.parent; at !== undefined; at = at.parent) if (at.urn === ancestor.urn) return true;
    return false;
}

/** All resources of a stack, with their links followed. */
export class Stack {
    readonly #byType = new Map<string, Node[]>();

    constructor(nodes: readonly Node[]) {
        for (const node of nodes) {
            const same = this.#byType.get(node.type);
            if (same === undefined) this.#byType.set(node.type, [node]);
            else same.push(node);
        }
    }

    /** Every resource of that type, to be read: an unknown property throws `CannotTell`. */
    all<Args>(type: ResourceClass<Args>): Node<PropsOf<Args>>[] {
        return (this.#byType.get(tokenOf(type)) ?? []).map((node) => readableNode(node) as Node<any>);
    }

    /** The resources of that type that a top-level property of this one names. */
    named<Args>(node: Node<any>, property: string, type: ResourceClass<Args>): Node<PropsOf<Args>>[] {
        return this.all(type).filter((target) => names(node, property, target));
    }

    /** The resources of that type whose top-level property names this one. */
    naming<Args>(node: Node<any>, property: string, type: ResourceClass<Args>): Node<PropsOf<Args>>[] {
        return this.all(type).filter((one) => names(one, property, node));
    }
}

/**
 * Whether a property names a resource. A known value decides by itself: it is, or ends in, the resource's id, ARN or
 * name. An unknown one, and one of a resource whose id is not told, is decided by what the program took it from; with
 * no such link nobody can tell about an unknown.
 */
function names(node: Node<any>, property: string, target: Node<any>): boolean {
    const links = node.propertyDependencies[property] ?? [];
    // The outputs of a remote component name the component itself: it stands for its children.
    const isLinked = links.some((link) => link.urn === target.urn || isInside(target, link));
    try {
        const values = strings(node.props[property]);
        const called = identities(target);
        const isCalled = called.some((name) =>
            values.some((value) => value === name || value.endsWith(`/${name}`)),
        );
        return isCalled || (values.length > 0 && isLinked && identities(target, ["id"]).length === 0);
    } catch (error) {
        if (!(error instanceof CannotTell) || links.length === 0) throw error;
        return isLinked;
    }
}

/** What other resources call this one, as far as it is known. */
function identities(
    target: Node<any>,
    keys = ["id", "arn", "name", "keyId", "bucket", "resourceId"],
): string[] {
    return keys.flatMap((key) => {
        try {
            return strings(target.props[key]);
        } catch (error) {
            if (error instanceof CannotTell) return [];
            throw error;
        }
    });
}
