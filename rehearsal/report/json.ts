import type { Resource } from "../engine/resource.ts";
import type { Rehearsal } from "../rehearse.ts";
import {
    OUTPUT,
    SECRET,
    UNKNOWN,
    mapValue,
    signatureOf,
    withoutOutputs,
    type Properties,
    type Value,
} from "../values.ts";
import { blocking } from "./verdict.ts";

/** Values for a machine to read: secrets say only that they are, and what is not known yet is `null`. */
function open(properties: Properties): Value {
    return mapValue(withoutOutputs(properties), (part) => {
        if ([SECRET, OUTPUT].includes(String(signatureOf(part)))) return "[secret]";
        return part === UNKNOWN ? null : part;
    });
}

function entry({ urn, type, name, custom, id, parent, operation, inputs, dependencies, protect }: Resource) {
    return {
        urn,
        type,
        name,
        custom,
        id: id === UNKNOWN ? null : id || null,
        parent,
        operation,
        inputs: open(inputs),
        dependencies,
        protect,
    };
}

/** One stack's result as a JSON object; its shape is part of the command's promise. */
export function jsonReport(rehearsal: Rehearsal) {
    const { project, stack, mode, unchanged, faults, violations, notApplicable, remediations, notices } =
        rehearsal;
    return {
        project,
        stack,
        mode,
        ready: blocking(rehearsal) === 0,
        unchanged,
        resources: rehearsal.resources.map(entry),
        deletes: rehearsal.deletes.map(({ urn }) => urn),
        outputs: open(rehearsal.outputs),
        violations,
        faults,
        notApplicable,
        remediations,
        notices,
    };
}
