import type { Provider } from "../provider.ts";
import {
    SECRET,
    SIGNATURE,
    hasSecret,
    isObject,
    plain,
    secret,
    signatureOf,
    type Properties,
    type Value,
} from "../values.ts";
import { parsePath, valuesAt } from "./property-path.ts";
import type { Fault, Operation, Resource } from "./resource.ts";
import { stashed } from "./stash.ts";

/**
 * Outputs that repeat a secret input become secret too: the provider was shown the input in plain. A list with a
 * secret in it becomes secret as a whole, as in the engine (`annotateSecrets` in its provider_plugin.go): a provider
 * may hand it back in another order.
 */
function withSecretsOf(output: Value, input: Value | undefined): Value {
    if (input === undefined || signatureOf(output) === SECRET || !hasSecret(input)) return output;
    // Kept from the state by `ignoreChanges`: what it is nobody knows, only that it did not change.
    if (signatureOf(input) === SECRET && !("value" in (input as Properties))) return input;
    if (isPlainObject(output) && isPlainObject(input)) {
        return Object.fromEntries(
            Object.entries(output).map(([key, member]) => [key, withSecretsOf(member, input[key])]),
        );
    }
    return secret(output);
}

function isPlainObject(value: Value): value is Properties {
    return isObject(value) && !(SIGNATURE in value);
}

function withSecretOutputs(outputs: Properties, names: string[]): Properties {
    const result = { ...outputs };
    for (const name of names) {
        const value = result[name];
        if (value !== undefined && signatureOf(value) !== SECRET) result[name] = secret(value);
    }
    return result;
}

/** Has the provider check a resource's inputs and fill in its defaults; returns what it does not accept. */
export function check(provider: Provider, resource: Resource, old: Resource | undefined): Fault[] {
    const before = old && plain(old.inputs);
    const { inputs, failures } = provider.check(resource.type, resource.urn, plain(resource.inputs), before);
    resource.inputs = withSecretsOf(inputs, resource.inputs) as Properties;
    return failures.map(({ property, reason }) => ({
        kind: "input",
        urn: resource.urn,
        message: `${property}: ${reason}`,
    }));
}

function differ(before: unknown, now: unknown): boolean {
    return JSON.stringify(before) !== JSON.stringify(now);
}

/** What must happen to a resource, given what it was before. `seal` gives inputs the form that the state holds. */
export function operationOf(
    provider: Provider | undefined,
    resource: Resource,
    old: Resource | undefined,
    seal: (inputs: Properties) => Properties,
): Operation {
    if (!old || old.external) return "create";
    if (!provider) return "same";
    const [before, now] = [seal(old.inputs), seal(resource.inputs)];
    const diff = provider.diff(resource.type, before, now);
    const forced = resource.replaceOnChanges.some((path) =>
        differ(valuesAt(before, parsePath(path)), valuesAt(now, parsePath(path))),
    );
    const { replacementTrigger: trigger = null } = resource;
    const triggered = differ(seal({ trigger: old.replacementTrigger ?? null }), seal({ trigger }));
    if (diff.replaces.length > 0 || forced || triggered) return "replace";
    return diff.changed.length > 0 ? "update" : "same";
}

/** Carries out a resource's operation in the simulated cloud: sets its id and its outputs. */
export function carryOut(
    provider: Provider,
    resource: Resource,
    old: Resource | undefined,
    preview: boolean,
): void {
    const stash = stashed(resource, old, preview);
    if (stash) {
        Object.assign(resource, stash);
        return;
    }
    const inputs = plain(resource.inputs);
    let state: Properties;
    const isSame = resource.operation === "same";
    // What is there is asked for by its id: an alias may have led here, under a name from which another would be made.
    const known = isSame ? old?.id : resource.operation === "import" ? resource.importId : undefined;
    if (resource.operation === "update" && old?.id) {
        resource.id = old.id;
        state = provider.update(resource.type, resource.urn, old.id, plain(old.outputs), inputs, preview);
    } else if (known) {
        resource.id = known;
        state = provider.read(resource.type, resource.urn, known, inputs);
    } else {
        const created = provider.create(resource.type, resource.urn, inputs, preview && !isSame);
        resource.id = created.id;
        state = created.state;
    }
    const outputs = withSecretsOf(state, resource.inputs) as Properties;
    resource.outputs = withSecretOutputs(outputs, resource.additionalSecretOutputs);
}
