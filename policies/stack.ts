import { CannotTell, readableNode, tokenOf, type Node, type PropsOf, type ResourceClass } from "./graph.ts";
import { ancestorsOf, isAmbiguous, keysOf, referenceOf, type Reference } from "./references.ts";

interface Naming {
    node: Node;
    reference: Reference;
}

/** All resources of a stack, with their links followed. */
export class Stack {
    readonly #byType = new Map<string, Node[]>();
    readonly #readable = new Map<string, Node[]>();
    readonly #targets = new Map<string, Map<string, Node[]>>();
    readonly #naming = new Map<string, { byKey: Map<string, Naming[]>; undecided: Naming[] }>();

    constructor(nodes: readonly Node[]) {
        for (const node of nodes) push(this.#byType, node.type, node);
    }

    /** Every resource of that type, to be read: an unknown property throws `CannotTell`. */
    all<Args>(type: ResourceClass<Args>): Node<PropsOf<Args>>[] {
        const token = tokenOf(type);
        const known = this.#readable.get(token);
        if (known !== undefined) return known as Node<any>[];
        const made = (this.#byType.get(token) ?? []).map((node) => readableNode(node));
        this.#readable.set(token, made);
        return made as Node<any>[];
    }

    /** The resources of that type that a top-level property of this one names. Throws where nobody can tell. */
    named<Args>(node: Node<any>, property: string, type: ResourceClass<Args>): Node<PropsOf<Args>>[] {
        const reference = referenceOf(node, property);
        const targets = this.#targetsOf(type);
        const known = reference.keys.filter((key) => !key.startsWith("urn "));
        const sure = known.flatMap((key) => targets.get(key) ?? []);
        if (sure.length > 0 || reference.unknowns === 0) return [...new Set(sure)] as Node<any>[];
        if (reference.links.length === 0) throw new CannotTell(property);
        const linked = reference.links.flatMap(({ urn }) => targets.get(`urn ${urn}`) ?? []);
        const kin = new Set(linked.flatMap((one) => [one.urn, ...ancestorsOf(one)]));
        if (linked.length > 0 && isAmbiguous(reference, tokenOf(type), kin)) throw new CannotTell(property);
        return [...new Set(linked)] as Node<any>[];
    }

    /**
     * The resources of that type whose top-level property names this one. Throws where there is none, and one could be:
     * nobody can tell. A property made "of parts" may come from several kinds of resource, and names each of them.
     */
    naming<Args>(
        node: Node<any>,
        property: string,
        type: ResourceClass<Args>,
        made: "whole" | "of parts" = "whole",
    ): Node<PropsOf<Args>>[] {
        const { sure, isOpen } = this.#namingOf(node, property, type, made);
        if (sure.length === 0 && isOpen) throw new CannotTell(property);
        return sure as Node<any>[];
    }

    /** The same, where a missing one would change the verdict. Throws where any other could name this one, too. */
    allNaming<Args>(node: Node<any>, property: string, type: ResourceClass<Args>): Node<PropsOf<Args>>[] {
        const { sure, isOpen } = this.#namingOf(node, property, type, "whole");
        if (isOpen) throw new CannotTell(property);
        return sure as Node<any>[];
    }

    /** The same, as far as it is sure: for a fault that one is enough for. */
    surelyNaming<Args>(node: Node<any>, property: string, type: ResourceClass<Args>): Node<PropsOf<Args>>[] {
        return this.#namingOf(node, property, type, "of parts").sure as Node<any>[];
    }

    #namingOf(node: Node, property: string, type: ResourceClass, made: "whole" | "of parts") {
        const { byKey, undecided } = this.#references(type, property);
        const hits = new Set(keysOf(node).flatMap((key) => byKey.get(key) ?? []));
        const kin = new Set([node.urn, ...ancestorsOf(node)]);
        const unclear = [...hits].filter(
            ({ reference }) => made === "whole" && isAmbiguous(reference, node.type, kin),
        );
        const sure = [...hits].filter((hit) => !unclear.includes(hit)).map((hit) => hit.node);
        return { sure, isOpen: unclear.length > 0 || undecided.length > 0 };
    }

    /** The resources of a type, by the keys under which others name them. */
    #targetsOf(type: ResourceClass): Map<string, Node[]> {
        const token = tokenOf(type);
        const known = this.#targets.get(token);
        if (known !== undefined) return known;
        const index = new Map<string, Node[]>();
        for (const node of this.all(type)) for (const key of keysOf(node)) push(index, key, node);
        this.#targets.set(token, index);
        return index;
    }

    /** What a property of all resources of a type names, and those of which nobody knows. */
    #references(type: ResourceClass, property: string) {
        const id = `${tokenOf(type)} ${property}`;
        const known = this.#naming.get(id);
        if (known !== undefined) return known;
        const byKey = new Map<string, Naming[]>();
        const all = this.all(type).map((node) => ({ node, reference: referenceOf(node, property) }));
        for (const one of all) for (const key of new Set(one.reference.keys)) push(byKey, key, one);
        const undecided = all.filter(
            ({ reference: { unknowns, links } }) => unknowns > 0 && links.length === 0,
        );
        const made = { byKey, undecided };
        this.#naming.set(id, made);
        return made;
    }
}

function push<Value>(index: Map<string, Value[]>, key: string, value: Value): void {
    const values = index.get(key);
    if (values === undefined) index.set(key, [value]);
    else values.push(value);
}
