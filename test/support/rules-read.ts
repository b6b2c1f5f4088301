import { tokenOf, type Node, type PropsOf, type ResourceClass } from "../../policies/graph.ts";
import { judge, type Rule, type Verdict } from "../../policies/rule.ts";
import { Stack } from "../../policies/stack.ts";
import { linked, type Difference } from "./rules-graph.ts";

/** What a rule looked at to come to its verdicts: resources, and the types of which it asked for all. */
export interface Read {
    urns: Set<string>;
    types: Set<string>;
}

/** The verdicts, and what they rest on: where none of it has changed, they have not either. */
export function judgedByReading(rule: Rule, nodes: readonly Node[]): { verdicts: Verdict[]; read: Read } {
    const read: Read = { urns: new Set(), types: new Set() };
    const watched = watchedOf(nodes);
    watched.by(read);
    // A stack of its own, for one keeps what it has read for whoever asks next.
    const verdicts = judge(rule, watched.nodes, new WatchedStack(watched.nodes, read));
    return { verdicts, read };
}

export function isSeen({ urns, types }: Difference, read: Read): boolean {
    return urns.some((urn) => read.urns.has(urn)) || types.some((type) => read.types.has(type));
}

class WatchedStack extends Stack {
    readonly #read: Read;

    constructor(nodes: readonly Node[], read: Read) {
        super(nodes);
        this.#read = read;
    }

    // All other questions ask this one.
    override all<Args>(type: ResourceClass<Args>): Node<PropsOf<Args>>[] {
        this.#read.types.add(tokenOf(type));
        return super.all(type);
    }
}

interface Watched {
    nodes: Node[];
    by(read: Read): void;
}

const known = new WeakMap<readonly Node[], Watched>();

/** The same graph, which notes who reads of which resource more than its name. */
function watchedOf(nodes: readonly Node[]): Watched {
    const made = known.get(nodes) ?? watch(nodes);
    known.set(nodes, made);
    return made;
}

function watch(nodes: readonly Node[]): Watched {
    let reader: Read;
    const all = new Map<string, Node>();
    for (const original of nodes) {
        const { type, urn, name, parent } = original;
        let links: Node["propertyDependencies"] | undefined;
        const noted = <Value>(value: Value): Value => {
            reader.urns.add(urn);
            return value;
        };
        all.set(urn, {
            ...{ type, urn, name },
            get props() {
                return noted(original.props);
            },
            get opts() {
                return noted(original.opts);
            },
            get parent() {
                return all.get(parent?.urn ?? "");
            },
            get propertyDependencies() {
                return noted((links ??= linked(original, all)));
            },
        } as Node);
    }
    return { nodes: [...all.values()], by: (read) => (reader = read) };
}
