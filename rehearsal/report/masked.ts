import type { Resource } from "../engine/resource.ts";
import type { Rehearsal } from "../rehearse.ts";
import { isObject, type Properties, type Value } from "../values.ts";

type Hide = (text: string) => string;

function hiddenIn(value: Value, hide: Hide): Value {
    if (typeof value === "string") return hide(value);
    if (Array.isArray(value)) return value.map((item) => hiddenIn(item, hide));
    return isObject(value) ? hiddenInAll(value, hide) : value;
}

function hiddenInAll(properties: Properties, hide: Hide): Properties {
    const members = Object.entries(properties).map(([key, member]) => [hide(key), hiddenIn(member, hide)]);
    return Object.fromEntries(members) as Properties;
}

/** The result without a secret in any text that a report shows: also one that a name or a pack's message holds. */
export function masked(rehearsal: Rehearsal): Rehearsal {
    const { hide } = rehearsal;
    if (!hide) return rehearsal;
    /** Only the name in a URN is the program's own word. */
    const urn = (text: string) => {
        const end = text.lastIndexOf("::") + 2;
        return text.slice(0, end) + hide(text.slice(end));
    };
    const resource = (one: Resource): Resource => ({
        ...one,
        urn: urn(one.urn),
        name: hide(one.name),
        id: one.id && hide(one.id),
        parent: one.parent && urn(one.parent),
        inputs: hiddenInAll(one.inputs, hide),
        dependencies: one.dependencies.map(urn),
    });
    return {
        ...rehearsal,
        resources: rehearsal.resources.map(resource),
        deletes: rehearsal.deletes.map(resource),
        outputs: hiddenInAll(rehearsal.outputs, hide),
        faults: rehearsal.faults.map((one) => ({ ...one, urn: urn(one.urn), message: hide(one.message) })),
        violations: rehearsal.violations.map((one) => ({
            ...one,
            urn: urn(one.urn),
            message: hide(one.message),
        })),
        notApplicable: rehearsal.notApplicable.map((one) => ({ ...one, reason: hide(one.reason) })),
        remediations: rehearsal.remediations.map((one) => ({ ...one, urn: urn(one.urn) })),
        notices: rehearsal.notices.map(hide),
    };
}
