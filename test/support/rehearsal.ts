import type { Resource } from "../../rehearsal/engine/resource.ts";
import { nameOf, typeOf } from "../../rehearsal/engine/urn.ts";
import type { Rehearsal } from "../../rehearsal/rehearse.ts";

/** A resource as a rehearsal holds it, with whatever the test does not mention left empty. */
export function resourceOf(urn: string, more: Partial<Resource> = {}): Resource {
    return {
        urn,
        type: typeOf(urn),
        name: nameOf(urn),
        custom: true,
        external: false,
        id: "id",
        inputs: {},
        outputs: {},
        dependencies: [],
        propertyDependencies: {},
        protect: false,
        retainOnDelete: false,
        aliases: [],
        ignoreChanges: [],
        additionalSecretOutputs: [],
        replaceOnChanges: [],
        replaceWith: [],
        replacementTrigger: undefined,
        hooks: {},
        operation: "create",
        ...more,
    };
}

/** A rehearsal that found nothing, but for what the test says. */
export function rehearsalOf(more: Partial<Rehearsal> = {}): Rehearsal {
    return {
        project: "shop",
        stack: "dev",
        mode: "plan",
        resources: [],
        deletes: [],
        outputs: {},
        faults: [],
        notices: [],
        unchanged: false,
        violations: [],
        notApplicable: [],
        remediations: [],
        ...more,
    };
}
