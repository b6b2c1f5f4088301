import type { Resource } from "../../rehearsal/engine/resource.ts";
import { hasUnknown, isObject, plain, type Properties } from "../../rehearsal/values.ts";

/** A resource of a rehearsed deployment, as far as this analysis reads it. */
export type Deployed = Pick<Resource, "type" | "urn" | "name" | "custom" | "inputs" | "outputs"> & {
    id?: string | undefined;
};

/** The same, to be followed: secrets opened, ids and ARNs at hand. */
export interface Made {
    /** The type without its class: "aws:ec2/route". */
    kind: string;
    name: string;
    id: string;
    arn: string;
    /** What the program asked for. */
    props: Record<string, any>;
    /** What came of it. Read for ids alone: the cloud that was rehearsed made the rest up. */
    state: Record<string, any>;
    /** Properties that nobody knows: this is a plan then, and no deployment. */
    unknown: string[];
}

/** What a deployment made, without components and providers, which are nothing in the cloud. */
export class Graph {
    readonly all: readonly Made[];
    private readonly byKind = new Map<string, Made[]>();

    constructor(resources: readonly Deployed[]) {
        this.all = resources
            .filter(({ type, custom }) => custom && !type.startsWith("pulumi:providers:"))
            .map(made);
        for (const one of this.all) this.byKind.set(one.kind, [...(this.byKind.get(one.kind) ?? []), one]);
    }

    of(...kinds: string[]): Made[] {
        return kinds.flatMap((kind) => this.byKind.get(kind) ?? []);
    }

    /** The one that others name so: by its id, its ARN or its name. */
    called(key: unknown, ...kinds: string[]): Made | undefined {
        if (typeof key !== "string" || key === "") return undefined;
        return this.of(...kinds).find((one) => [one.id, one.arn, one.props.name].includes(key));
    }

    /** For a path: what is made here by its name, anything else by its id. */
    told(key: string, ...kinds: string[]): string {
        const one = this.called(key, ...kinds);
        return one ? told(one) : `${key}, which is not made here`;
    }
}

const known = new WeakMap<Deployed, Made>();

/** Read once: a graph that was edited shares with the original what nobody edited. */
function made(resource: Deployed): Made {
    const one = known.get(resource) ?? read(resource);
    known.set(resource, one);
    return one;
}

function read({ type, name, id = "", inputs, outputs }: Deployed): Made {
    const [kind = "", module = ""] = type.split(":");
    const state = plain(outputs) as Properties;
    const unknown = Object.keys(inputs).filter((key) => hasUnknown(inputs[key]));
    const arn = typeof state.arn === "string" ? state.arn : "";
    return { kind: `${kind}:${module}`, name, id, arn, props: plain(inputs), state, unknown };
}

/** In words: "route table network-public-1". */
export function told({ kind, name }: Made): string {
    const noun = kind.split("/").at(-1)!.replace(/V2$/i, "");
    return `${noun.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${name}`;
}

/** A value, a list of values, or nothing, as a list. */
export function listOf(value: any): any[] {
    if (value === undefined || value === null || value === "") return [];
    return Array.isArray(value) ? value : [value];
}

/** A switch, which a program in YAML may hand over as a text. */
export function isOn(value: unknown): boolean {
    return value === true || value === "true";
}

/** A policy, which the provider takes as a text or as data. */
export function dataOf(policy: unknown): Properties | "unreadable" | undefined {
    if (policy === undefined || policy === null || policy === "") return undefined;
    try {
        const data: unknown = typeof policy === "string" ? JSON.parse(policy) : policy;
        return isObject(data as Properties) ? (data as Properties) : "unreadable";
    } catch {
        return "unreadable";
    }
}
