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
    opts: Pick<PolicyResource["opts"], "protect" | "ignoreChanges"> &
        Partial<Pick<PolicyResource["opts"], "customTimeouts">>;
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

/** A property, where null means what it means to a provider: left out. */
function peek(target: Record<PropertyKey, unknown>, key: PropertyKey): unknown {
    try {
        return target[key] ?? undefined;
    } catch (error) {
        // The SDK hands a pack proxies of its own, which throw this error where a value is unknown.
        if ((error as Error).constructor.name === "UnknownValueError") return UNKNOWN;
        throw error;
    }
}

/** Nothing for what nobody knows yet. */
export function ifKnown<Value>(read: () => Value): Value | undefined {
    try {
        return read();
    } catch (error) {
        if (error instanceof CannotTell) return undefined;
        throw error;
    }
}
