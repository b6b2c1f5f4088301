import type { Fault, Resource } from "./engine/resource.ts";
import { faultsOf } from "./limits/limit.ts";
import { plain } from "./values.ts";

/** What the cloud would refuse of the resources that this program makes. */
export function limitFaults(resources: Resource[]): Fault[] {
    const subjects = resources
        .filter(({ custom, external }) => custom && !external)
        .map(({ urn, type, name, inputs, propertyDependencies: links }) => ({
            urn,
            type,
            name,
            inputs: plain(inputs),
            links,
        }));
    return faultsOf(subjects).map(({ urn, property, message, source }) => ({
        kind: "limit",
        urn,
        message: `${property}: ${message} (${source})`,
    }));
}
