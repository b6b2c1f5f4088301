import { Engine } from "../../rehearsal/engine/engine.ts";
import type { EngineOptions } from "../../rehearsal/engine/options.ts";
import { History } from "../../rehearsal/engine/history.ts";
import type { Registration } from "../../rehearsal/engine/registration.ts";
import type { Resource } from "../../rehearsal/engine/resource.ts";
import type { Provider } from "../../rehearsal/provider.ts";
import { UNKNOWN } from "../../rehearsal/values.ts";

/** A cloud with one rule: a change of `name` replaces, any other change updates. */
const cloud: Provider = {
    check: (_type, _urn, inputs) => ({
        inputs,
        failures: inputs.bad ? [{ property: "bad", reason: "is never accepted" }] : [],
    }),
    diff: (_type, old, inputs) => {
        const keys = [...new Set([...Object.keys(old), ...Object.keys(inputs)])];
        const changed = keys.filter((key) => JSON.stringify(old[key]) !== JSON.stringify(inputs[key]));
        return { changed, replaces: changed.filter((key) => key === "name") };
    },
    create: (_type, urn, inputs, preview) => {
        const id = `id-of-${urn.split("::").at(-1)}`;
        return { id: preview ? "" : id, state: { ...inputs, arn: preview ? UNKNOWN : `arn:${id}` } };
    },
    update: (_type, _urn, _id, old, inputs) => ({ ...old, ...inputs }),
    read: (_type, _urn, id, state) => ({ ...state, arn: `arn:${id}` }),
    invoke: (token) => ({ token }),
};

/** An engine over a cloud of one rule, as it is after a deployment that left `previous`. */
export function engineAfter(previous: Resource[] = [], options: Partial<EngineOptions> = {}): Engine {
    return new Engine({
        project: "shop",
        stack: "dev",
        organization: "organization",
        preview: false,
        configOf: () => ({}),
        connect: () => cloud,
        constructOf: (type) => {
            throw new Error(`no ${type} here`);
        },
        stackOutputs: () => ({}),
        history: new History(previous),
        seal: (properties) => properties,
        ...options,
    });
}

/** A request for a resource, with whatever the test does not mention left empty. */
export function asking(type: string, name: string, more: Partial<Registration> = {}): Registration {
    return {
        type,
        name,
        custom: true,
        remote: false,
        inputs: {},
        dependencies: [],
        propertyDependencies: {},
        providers: {},
        ignoreChanges: [],
        replaceOnChanges: [],
        additionalSecretOutputs: [],
        aliases: [],
        replaceWith: [],
        hooks: {},
        transforms: [],
        ...more,
    };
}
