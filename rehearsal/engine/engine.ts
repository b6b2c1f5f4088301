import type { Provider } from "../provider.ts";
import { UNKNOWN, type Properties } from "../values.ts";
import { withHashes } from "./assets.ts";
import { Callbacks } from "./callbacks.ts";
import { draft, withInherited } from "./draft.ts";
import { Hooks } from "./hooks.ts";
import type { EngineOptions } from "./options.ts";
import { withIgnoredChanges } from "./property-path.ts";
import { Providers, providerUrnOf, uuidOf } from "./providers.ts";
import type { Callback, Registration } from "./registration.ts";
import type { Fault, Resource } from "./resource.ts";
import { carryOut, check, operationOf } from "./steps.ts";
import { transformed } from "./transforms.ts";
import { STACK_TYPE, isProviderType, packageOf, urnOf } from "./urn.ts";

/** The deployment engine: turns registrations into resources, in the order in which they come. */
export class Engine {
    readonly options: EngineOptions;
    readonly resources = new Map<string, Resource>();
    readonly faults: Fault[] = [];
    readonly warnings: string[] = [];
    readonly callbacks = new Callbacks();
    readonly hooks: Hooks;
    readonly providers: Providers;
    readonly stackTransforms: Callback[] = [];
    readonly invokeTransforms: Callback[] = [];
    private readonly componentTransforms = new Map<string, Callback[]>();
    private readonly registered = new Set<string>();
    private readonly withOutputs = new Set<string>();
    /** Whether the program ran to its end: the stack's outputs are the last that it registers. */
    outputsAreIn = false;

    constructor(options: EngineOptions) {
        this.options = options;
        this.hooks = new Hooks(this.callbacks, options.preview, (urn, message) =>
            this.warnings.push(`${urn}: ${message}`),
        );
        this.providers = new Providers({
            configOf: options.configOf,
            connect: options.connect,
            register: async (registration) => {
                const provider = await this.register(registration);
                return `${provider.urn}::${provider.id || UNKNOWN}`;
            },
        });
    }

    /** Puts a finished resource into the deployment. */
    add(resource: Resource): void {
        this.resources.set(resource.urn, resource);
        this.options.onResource?.(resource);
    }

    /** How much it holds: each resource makes it more, and so do a component's outputs. */
    get size(): number {
        return this.resources.size + this.withOutputs.size;
    }

    setOutputs(urn: string, outputs: Properties): void {
        const resource = this.resources.get(urn);
        if (!resource) throw new Error(`Outputs came for ${urn}, which is not registered.`);
        resource.outputs = outputs;
        this.withOutputs.add(urn);
        if (resource.type === STACK_TYPE) this.outputsAreIn = true;
    }

    /** Removes what the program no longer asks for; what is protected stays and is a fault. */
    async removeLeftovers(): Promise<Resource[]> {
        const removed: Resource[] = [];
        for (const resource of this.options.history.leftovers()) {
            if (resource.protect) {
                const message =
                    "is protected and would be deleted; unprotect it first, or put it back into the program.";
                this.faults.push({ kind: "protect", urn: resource.urn, message });
                continue;
            }
            resource.operation = "delete";
            await this.hooks.run("beforeDelete", resource, resource);
            await this.hooks.run("afterDelete", resource, resource);
            removed.push(resource);
        }
        return removed;
    }

    async register(request: Registration): Promise<Resource> {
        const inherited = withInherited(request, this.parentOf(request));
        const registration = await transformed(inherited, this.transformsFor(inherited), this.callbacks);
        const urn = urnOf(this.options, registration.parent, registration.type, registration.name);
        if (this.registered.has(urn)) {
            throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
        }
        this.registered.add(urn);
        const inputs = withHashes(registration.inputs, this.options.programFolder ?? ".", urn);
        const resource = draft(this.options, urn, {
            ...registration,
            inputs: isProviderType(registration.type)
                ? { ...inputs, ...this.providers.inputsFor(registration) }
                : inputs,
        });
        if (!resource.custom) {
            this.componentTransforms.set(urn, registration.transforms);
            this.providers.handDown(urn, registration.parent, registration.providers);
        }
        const construct = registration.remote ? this.options.constructOf(registration.type) : undefined;
        const old = this.options.history.previousOf(resource);
        // Of all its aliases the engine keeps, and shows to policies, the one under which it was found.
        const former = this.options.history.formerUrnOf(urn);
        resource.aliases = former ? [former] : [];
        if (old) resource.inputs = withIgnoredChanges(resource.inputs, old.inputs, resource.ignoreChanges);
        const provider = await this.providerOf(resource, registration);
        const asked = resource.inputs;
        if (provider) this.faults.push(...check(provider, resource, old));
        await this.options.judge?.resource(resource, this.providerResource(resource));
        await this.step(provider, resource, old, asked);
        this.add(resource);
        if (construct) resource.state = await construct(this, resource, registration);
        return resource;
    }

    providerResource(resource: Resource): Resource | undefined {
        return resource.provider ? this.resources.get(providerUrnOf(resource.provider)) : undefined;
    }

    private parentOf(request: Registration): Resource | undefined {
        const parent = request.parent ? this.resources.get(request.parent) : undefined;
        if (request.parent && !parent && !this.registered.has(request.parent)) {
            throw new Error(
                `Parent ${request.parent} of ${request.type} "${request.name}" is not registered.`,
            );
        }
        return parent;
    }

    private transformsFor(request: Registration): Callback[] {
        const found = [...request.transforms];
        for (let urn = request.parent; urn; urn = this.resources.get(urn)?.parent) {
            found.push(...(this.componentTransforms.get(urn) ?? []));
        }
        return [...found, ...this.stackTransforms];
    }

    private async providerOf(resource: Resource, registration: Registration): Promise<Provider | undefined> {
        if (isProviderType(resource.type) || !(resource.custom || registration.remote)) return undefined;
        const name = packageOf(resource.type);
        const reference = await this.providers.resolve(name, registration, registration.providers);
        if (!resource.custom) return undefined;
        resource.provider = reference;
        return this.providers.cloud(reference);
    }

    private async step(
        provider: Provider | undefined,
        resource: Resource,
        old: Resource | undefined,
        asked: Properties,
    ): Promise<void> {
        const { preview } = this.options;
        resource.operation =
            resource.importId && !old ? "import" : operationOf(provider, resource, old, this.options.seal);
        const replaced = (urn: string) => this.resources.get(urn)?.operation === "replace";
        if (old && resource.replaceWith.some(replaced)) resource.operation = "replace";
        if (resource.operation === "replace" && provider) {
            // The new resource owes nothing to the old one: a name that was kept for it is made anew.
            resource.inputs = asked;
            check(provider, resource, undefined);
        }
        if (resource.operation === "replace" && old?.protect) {
            const message =
                "is protected and would be replaced; unprotect it first, or undo the change that replaces it.";
            this.faults.push({ kind: "protect", urn: resource.urn, message });
        }
        const hook = { create: "Create", replace: "Create", update: "Update" }[resource.operation as string];
        if (hook) await this.hooks.run(`before${hook}` as "beforeCreate", resource, old);
        if (provider) carryOut(provider, resource, old, preview);
        if (isProviderType(resource.type)) {
            resource.id = preview ? UNKNOWN : uuidOf(resource.urn);
            resource.outputs = resource.inputs;
            this.providers.add(resource.urn, resource.id, resource.inputs);
        }
        if (hook) await this.hooks.run(`after${hook}` as "afterCreate", resource, old);
    }
}
