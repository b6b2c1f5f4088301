import type { Properties } from "./values.ts";

/** Why an input, named by `property`, can't be accepted. */
export interface CheckFailure {
    property: string;
    reason: string;
}

export interface Diff {
    /** Top-level input properties that changed. */
    changed: string[];
    /** Those of them that can't change in place. */
    replaces: string[];
}

/**
 * What the engine asks of a provider plugin: Pulumi's `ResourceProvider` service, in process. Values come without
 * secrets and outputs (see `plain`); a value that is not known yet is `UNKNOWN`. Every method is a pure function of
 * its arguments, so that the same program always gets the same cloud.
 */
export interface Provider {
    /** Checks inputs and fills in defaults, among them the names that Pulumi makes ("autonaming"). */
    check(
        type: string,
        urn: string,
        inputs: Properties,
        old?: Properties,
    ): { inputs: Properties; failures: CheckFailure[] };
    /** What differs between the old inputs and the new ones. */
    diff(type: string, old: Properties, inputs: Properties): Diff;
    /** `preview` leaves what only the cloud can tell unknown; otherwise ids, ARNs and endpoints are made up in AWS's shapes. */
    create(
        type: string,
        urn: string,
        inputs: Properties,
        preview: boolean,
    ): { id: string; state: Properties };
    /** State after an in-place update of a resource whose state was `old`. */
    update(
        type: string,
        urn: string,
        id: string,
        old: Properties,
        inputs: Properties,
        preview: boolean,
    ): Properties;
    /** State of a resource that exists already, found by its id. */
    read(type: string, urn: string, id: string, state: Properties): Properties;
    /** Answers a function such as `aws:index/getRegion:getRegion`; refuses one that it doesn't know, by name. */
    invoke(token: string, args: Properties): Properties;
}
