import { expansionOf } from "./awsx/expand.ts";
import type { ConstructContext } from "./awsx/expansion.ts";
import type { Construct } from "./engine/options.ts";
import { invoke } from "./engine/functions.ts";
import { UNKNOWN } from "./values.ts";

/** How the plugin of a remote component would build it; refuses, by name, a component that can't be built here. */
export function construct(type: string): Construct {
    const expand = expansionOf(type);
    if (!expand) {
        throw new Error(
            `The rehearsal can't expand the component ${type}: its children are made by a plugin. ` +
                "Use --engine, with that plugin installed (pulumi plugin install).",
        );
    }
    return async (engine, component, registration) => {
        const context: ConstructContext = {
            urn: component.urn,
            preview: engine.options.preview,
            register: async (child) => {
                const resource = await engine.register({
                    ...child,
                    remote: false,
                    providers: {},
                    ignoreChanges: [],
                    replaceOnChanges: [],
                    additionalSecretOutputs: [],
                    replaceWith: [],
                    hooks: {},
                    transforms: [],
                });
                return { urn: resource.urn, id: resource.id || UNKNOWN, outputs: resource.outputs };
            },
            invoke: async (token, args) =>
                (await invoke(engine, token, args, { parent: component.urn })) ?? {},
            warn: (message) => void engine.warnings.push(`${component.urn}: ${message}`),
        };
        const expansion = await expand(registration.name, registration.inputs, context);
        component.outputs = expansion.outputs;
        component.outputDependencies = expansion.stateDependencies;
        return expansion.state;
    };
}
