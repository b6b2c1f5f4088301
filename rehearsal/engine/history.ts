import type { Resource } from "./resource.ts";

/** The deployment before this one, and which of its resources are still wanted. */
export class History {
    private readonly resources: ReadonlyMap<string, Resource>;
    /** URNs under which today's resources were found, by today's URN. */
    private readonly found = new Map<string, string>();

    constructor(resources: readonly Resource[]) {
        this.resources = new Map(resources.map((resource) => [resource.urn, resource]));
    }

    /** The resource as it was, under its URN of today or an alias. */
    previousOf(resource: Resource): Resource | undefined {
        const urn = [resource.urn, ...resource.aliases].find((candidate) => this.resources.has(candidate));
        if (!urn) return undefined;
        this.found.set(resource.urn, urn);
        return this.resources.get(urn);
    }

    /** The alias under which a resource of today was found, if it was not found under its own URN. */
    formerUrnOf(urn: string | undefined): string | undefined {
        const former = urn === undefined ? undefined : this.found.get(urn);
        return former === urn ? undefined : former;
    }

    /** What the program no longer asks for, newest first: the order in which it is deleted. */
    leftovers(): Resource[] {
        const wanted = new Set(this.found.values());
        return [...this.resources.values()].filter((resource) => !wanted.has(resource.urn)).reverse();
    }
}
