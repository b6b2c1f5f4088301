import { existsSync, readFileSync } from "node:fs";
import type { Fault } from "../engine/resource.ts";
import { STACK_TYPE, typeOf } from "../engine/urn.ts";
import type { Level } from "../policy/levels.ts";
import type { Verdicts } from "../policy/policies.ts";
import type { Properties } from "../values.ts";
import type { RealResource } from "./exported.ts";

/** A step of the engine: what it did, and the resource after it. */
interface Step {
    op: string;
    resource: RealResource | undefined;
    old: RealResource | undefined;
}

/** What an engine said while it worked, from its event log. */
export interface Events extends Verdicts {
    /** The last step by URN, in the order in which they began. */
    steps: Map<string, Step>;
    /** Errors about a resource. */
    faults: Fault[];
    /** Errors about the program or the engine itself. */
    errors: string[];
    warnings: string[];
    /** What the program and the engine printed, in their order. */
    said: { severity: string; message: string; urn: string }[];
}

interface Metadata {
    op: string;
    urn: string;
    old: RealResource | null;
    new: RealResource | null;
}

interface Event {
    resourcePreEvent?: { metadata: Metadata };
    resOutputsEvent?: { metadata: Metadata };
    diagnosticEvent?: { urn?: string; message: string; severity: string };
    policyEvent?: {
        resourceUrn?: string;
        message: string;
        policyName: string;
        policyPackName: string;
        enforcementLevel: string;
    };
    policyRemediationEvent?: { resourceUrn: string; policyName: string; policyPackName: string };
}

function read(path: string): Event[] {
    if (!existsSync(path)) return [];
    const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Event);
}

function take(events: Events, { op, urn, old, new: now }: Metadata): void {
    // A replacement is several steps on one URN; the one that makes the new resource tells what it is.
    if (op === "delete-replaced" || op === "discard-replaced" || op === "remove-pending-replace") return;
    const before = events.steps.get(urn);
    const outputs: Properties | undefined = now?.outputs ?? before?.resource?.outputs;
    events.steps.set(urn, {
        op: before?.op === "replace" ? "replace" : op,
        resource: now ? { ...now, outputs } : before?.resource,
        old: old ?? before?.old,
    });
}

/** Without the marks that the CLI turns into colours. */
function withoutColour(text: string): string {
    return text.replace(/<\{%[^%]*%\}>/g, "").trimEnd();
}

function hear(events: Events, { urn = "", message, severity }: NonNullable<Event["diagnosticEvent"]>): void {
    const text = withoutColour(message);
    if (severity === "debug") return;
    events.said.push({ severity, message: text, urn });
    if (severity === "warning") events.warnings.push(text);
    if (severity !== "error") return;
    if (urn && typeOf(urn) !== STACK_TYPE) events.faults.push({ kind: "engine", urn, message: text });
    else events.errors.push(text);
}

/** Reads an event log; a log that was never written has no events. */
export function readEvents(path: string): Events {
    const events: Events = {
        steps: new Map(),
        faults: [],
        errors: [],
        warnings: [],
        said: [],
        violations: [],
        notApplicable: [],
        remediations: [],
    };
    for (const event of read(path)) {
        const { resourcePreEvent: before, resOutputsEvent: after, policyEvent: policy } = event;
        if (before) take(events, before.metadata);
        if (after) take(events, after.metadata);
        if (event.diagnosticEvent) hear(events, event.diagnosticEvent);
        if (policy) {
            const message = withoutColour(policy.message);
            events.violations.push({
                pack: policy.policyPackName,
                policy: policy.policyName,
                level: policy.enforcementLevel as Level,
                description: message.split("\n")[0] ?? "",
                message,
                fix: "",
                urn: policy.resourceUrn ?? "",
            });
        }
        if (event.policyRemediationEvent) {
            const { policyPackName: pack, policyName, resourceUrn: urn } = event.policyRemediationEvent;
            events.remediations.push({ pack, policy: policyName, urn });
        }
    }
    return events;
}
