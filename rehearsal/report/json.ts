import type { Fault, Resource } from "../engine/resource.ts";
import type { Verdicts } from "../policy/policies.ts";
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
import { masked } from "./masked.ts";
import { blocking } from "./verdict.ts";

/** Values for a machine to read: secrets say only that they are, and what is not known yet is `null`. */
function open(properties: Properties): Value {
    return mapValue(withoutOutputs(properties), (part) => {
        if ([SECRET, OUTPUT].includes(String(signatureOf(part)))) return "[secret]";
        return part === UNKNOWN ? null : part;
    });
}

/**
 * What `--json` prints for each stack, in a list. A stack that could not be rehearsed to its end is
 * `{ stack, error, ready: false }` instead.
 */
interface JsonReport extends Verdicts {
    project: string;
    stack: string;
    mode: "plan" | "deploy";
    /** No fault, and no violation that is more than advice: the exit code is 0 when this is true of every stack. */
    ready: boolean;
    /** A deploy would change nothing. */
    unchanged: boolean;
    /** In the order in which they were made; `id` and inputs that only the cloud can tell are `null`. */
    resources: ReturnType<typeof entry>[];
    /** URNs of what is removed. */
    deletes: string[];
    outputs: Value;
    /** What stops a deployment, each with the URN of the resource at fault, or "". */
    faults: Fault[];
    /** What whoever reads the result must know. */
    notices: string[];
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

/** One stack's result; its shape is part of the command's promise. */
export function jsonReport(given: Rehearsal): JsonReport {
    const rehearsal = masked(given);
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
