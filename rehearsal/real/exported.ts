import type { Operation, Resource } from "../engine/resource.ts";
import { STACK_TYPE, nameOf } from "../engine/urn.ts";
import { SECRET, SIGNATURE, mapValue, secret, signatureOf, type Properties, type Value } from "../values.ts";

/** A resource as `pulumi stack export` and `pulumi preview --json` print it. */
export interface RealResource {
    urn: string;
    type: string;
    custom?: boolean;
    id?: string;
    external?: boolean;
    delete?: boolean;
    inputs?: Properties;
    outputs?: Properties;
    parent?: string;
    provider?: string;
    protect?: boolean;
    retainOnDelete?: boolean;
    dependencies?: string[];
    propertyDependencies?: Record<string, string[] | null>;
    aliases?: string[];
    ignoreChanges?: string[];
    replaceOnChanges?: string[];
    additionalSecretOutputs?: string[];
    deletedWith?: string;
    replaceWith?: string[];
    importID?: string;
}

/** Secrets as the CLI prints them with `--show-secrets` (JSON text under `plaintext`) become wire values. */
function opened(properties: Properties | undefined): Properties {
    return mapValue(properties ?? {}, (part) => {
        if (signatureOf(part) !== SECRET) return part;
        const { plaintext } = part as Properties;
        return typeof plaintext === "string" ? secret(JSON.parse(plaintext) as Value) : part;
    }) as Properties;
}

const OPERATIONS: Record<string, Operation> = {
    create: "create",
    update: "update",
    same: "same",
    refresh: "same",
    read: "read",
    "read-replacement": "read",
    import: "import",
    "import-replacement": "import",
    replace: "replace",
    "create-replacement": "replace",
    "delete-replaced": "replace",
    delete: "delete",
    discard: "delete", // of what the program only read: nothing but the state changes
};

/** What the engine calls a step, in the rehearsal's words. */
export function operationNamed(step: string): Operation {
    const operation = OPERATIONS[step];
    if (!operation) throw new Error(`The engine took a step "${step}", which the rehearsal has no word for.`);
    return operation;
}

/** What the real engine holds of a resource, in the form in which the rehearsal holds it. */
export function fromReal(real: RealResource, operation: Operation): Resource {
    const dependencies = Object.entries(real.propertyDependencies ?? {});
    return {
        urn: real.urn,
        type: real.type,
        name: nameOf(real.urn),
        custom: real.custom ?? false,
        external: real.external ?? false,
        id: real.id,
        inputs: opened(real.inputs),
        outputs: opened(real.outputs),
        parent: real.parent || undefined,
        provider: real.provider || undefined,
        dependencies: real.dependencies ?? [],
        propertyDependencies: Object.fromEntries(dependencies.map(([key, urns]) => [key, urns ?? []])),
        protect: real.protect ?? false,
        retainOnDelete: real.retainOnDelete ?? false,
        aliases: real.aliases ?? [],
        ignoreChanges: real.ignoreChanges ?? [],
        additionalSecretOutputs: real.additionalSecretOutputs ?? [],
        replaceOnChanges: real.replaceOnChanges ?? [],
        deletedWith: real.deletedWith,
        replaceWith: real.replaceWith ?? [],
        importId: real.importID,
        hooks: {},
        operation,
    };
}

/** A state that holds nothing but a stack's outputs, for another stack to refer to. */
export function stackExport(project: string, stack: string, outputs: Properties, salt: string) {
    const plain = mapValue(outputs, (part) => {
        if (signatureOf(part) !== SECRET) return part;
        return { [SIGNATURE]: SECRET, plaintext: JSON.stringify((part as Properties).value ?? null) };
    });
    const urn = `urn:pulumi:${stack}::${project}::${STACK_TYPE}::${project}-${stack}`;
    const secrets_providers = { type: "passphrase", state: { salt } };
    const resources = [{ urn, type: STACK_TYPE, custom: false, outputs: plain }];
    return { version: 3, deployment: { manifest: {}, secrets_providers, resources } };
}

/** The new states in what `pulumi preview --json` prints; none where the preview failed before it could print. */
export function previewed(stdout: string): Map<string, RealResource> {
    const at = stdout.indexOf("{");
    if (at < 0) return new Map();
    const { steps = [] } = JSON.parse(stdout.slice(at)) as {
        steps?: { op: string; urn: string; newState?: RealResource }[];
    };
    return new Map(steps.flatMap(({ urn, newState }) => (newState ? [[urn, newState] as const] : [])));
}
