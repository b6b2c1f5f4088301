import { createHash } from "node:crypto";
import type { Provider } from "../provider.ts";
import { plain, type Properties } from "../values.ts";
import type { Registration } from "./registration.ts";
import { nameOf, packageOf, typeOf } from "./urn.ts";

/** A provider package that the program asks for, by its plugin's name. */
export interface PackageRequest {
    name: string;
    version?: string;
    pluginDownloadURL?: string;
}

/** A UUID that is always the same for the same text. */
export function uuidOf(text: string): string {
    const hex = createHash("sha256").update(text).digest("hex");
    return [
        hex.slice(0, 8),
        hex.slice(8, 12),
        `4${hex.slice(13, 16)}`,
        `a${hex.slice(17, 20)}`,
        hex.slice(20, 32),
    ].join("-");
}

/** Splits `<URN>::<id>`; the URN's own name may hold `::`. */
export function providerUrnOf(reference: string): string {
    return reference.slice(0, reference.lastIndexOf("::"));
}

/** What the engine calls the provider that it makes for a package by itself: `default_7_48_0`. */
function defaultName(request: PackageRequest): string {
    const version = request.version ? `_${request.version.replace(/[.+-]/g, "_")}` : "";
    const url = request.pluginDownloadURL
        ? `_${request.pluginDownloadURL.replace(/[^A-Za-z0-9_.-]/g, "_")}`
        : "";
    return `default${version}${url}`;
}

/** Inputs that the engine gives to a provider besides its configuration. */
function engineInputs(request: PackageRequest): Properties {
    const inputs: Properties = {};
    if (request.version) inputs.version = request.version;
    if (request.pluginDownloadURL) inputs.pluginDownloadURL = request.pluginDownloadURL;
    return inputs;
}

export interface ProvidersOptions {
    /** Configuration of a package, as in `aws:region`. */
    configOf(name: string): Properties;
    /** The simulated cloud of a package under a provider's inputs; throws where the package is not installed. */
    connect(name: string, inputs: Properties): Provider;
    /** Registers a default provider as the resource that it is; returns its reference. */
    register(registration: Registration): Promise<string>;
}

/** Finds the provider that manages a resource: the one it names, one that a component hands down, or a default. */
export class Providers {
    private readonly options: ProvidersOptions;
    private readonly defaults = new Map<string, Promise<string>>();
    private readonly clouds = new Map<string, Provider>();
    private readonly handedDown = new Map<string, Record<string, string>>();
    private readonly packages = new Map<string, PackageRequest>();

    constructor(options: ProvidersOptions) {
        this.options = options;
    }

    /** Remembers a package under a reference that later requests use in place of its name and version. */
    addPackage(request: PackageRequest): string {
        const reference = uuidOf(JSON.stringify(request));
        this.packages.set(reference, request);
        return reference;
    }

    /** Components hand their providers down to their children. */
    handDown(component: string, parent: string | undefined, providers: Record<string, string>): void {
        this.handedDown.set(component, { ...(parent && this.handedDown.get(parent)), ...providers });
    }

    add(urn: string, id: string, inputs: Properties): void {
        this.clouds.set(`${urn}::${id}`, this.options.connect(packageOf(typeOf(urn)), plain(inputs)));
    }

    /** The reference of the provider for a resource or a function of a package. */
    async resolve(
        name: string,
        request: Pick<Registration, "version" | "pluginDownloadURL" | "packageRef" | "provider" | "parent">,
        providers: Record<string, string> = {},
    ): Promise<string> {
        const explicit =
            request.provider ??
            providers[name] ??
            (request.parent && this.handedDown.get(request.parent)?.[name]);
        if (explicit) return explicit;
        const wanted = request.packageRef ? this.packages.get(request.packageRef) : undefined;
        if (request.packageRef && !wanted) throw new Error(`Unknown provider package ${request.packageRef}.`);
        const { version, pluginDownloadURL } = request;
        return this.defaultFor(wanted ?? { name, version, pluginDownloadURL });
    }

    /** What the engine adds to the inputs of a provider that the program makes itself. */
    inputsFor(request: Pick<Registration, "version" | "pluginDownloadURL" | "packageRef">): Properties {
        const { version, pluginDownloadURL, packageRef } = request;
        const wanted = packageRef ? this.packages.get(packageRef) : undefined;
        return engineInputs(wanted ?? { name: "", version, pluginDownloadURL });
    }

    cloud(reference: string): Provider {
        const cloud = this.clouds.get(reference);
        if (!cloud)
            throw new Error(
                `Provider ${nameOf(providerUrnOf(reference))} (${reference}) was never registered.`,
            );
        return cloud;
    }

    private defaultFor(request: PackageRequest): Promise<string> {
        const name = defaultName(request);
        const key = `${request.name}/${name}`;
        let reference = this.defaults.get(key);
        if (!reference) {
            reference = this.options.register({
                type: `pulumi:providers:${request.name}`,
                name,
                custom: true,
                remote: false,
                inputs: { ...this.options.configOf(request.name), ...engineInputs(request) },
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
            });
            this.defaults.set(key, reference);
        }
        return reference;
    }
}
