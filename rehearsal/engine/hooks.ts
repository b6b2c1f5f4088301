import proto from "@pulumi/pulumi/proto/resource_pb.js";
import type { Callbacks } from "./callbacks.ts";
import type { Callback, HookPoint } from "./registration.ts";
import type { Resource } from "./resource.ts";
import { toStruct } from "./wire.ts";

interface Hook {
    callback: Callback;
    onDryRun: boolean;
}

/**
 * Functions of the program that run around a step. They run as the real engine runs them: in a deploy, and in a plan
 * only where they ask for it. A program that must not act in a rehearsal can look at `PULUMI_REHEARSAL`.
 */
export class Hooks {
    private readonly hooks = new Map<string, Hook>();

    private readonly callbacks: Callbacks;
    private readonly preview: boolean;
    private readonly warn: (urn: string, message: string) => void;

    constructor(callbacks: Callbacks, preview: boolean, warn: (urn: string, message: string) => void) {
        this.callbacks = callbacks;
        this.preview = preview;
        this.warn = warn;
    }

    add(name: string, hook: Hook): void {
        if (this.hooks.has(name)) {
            throw new Error(
                `A resource hook named "${name}" is registered already; give each hook its own name.`,
            );
        }
        this.hooks.set(name, hook);
    }

    /** Runs the hooks of one point in their order. A `before…` hook that fails stops the step; an `after…` one warns. */
    async run(point: HookPoint, resource: Resource, old?: Resource): Promise<void> {
        for (const name of resource.hooks[point] ?? []) {
            const hook = this.hooks.get(name);
            if (!hook) throw new Error(`Resource hook "${name}" was never registered.`);
            if (this.preview && !hook.onDryRun) continue;
            const failure = await this.call(hook, point, resource, old);
            if (!failure) continue;
            const message = `${point} hook "${name}" failed: ${failure}`;
            if (point.startsWith("before")) throw new Error(message);
            this.warn(resource.urn, message);
        }
    }

    private async call(hook: Hook, point: HookPoint, resource: Resource, old?: Resource): Promise<string> {
        const deleting = point.endsWith("Delete");
        const request = new proto.ResourceHookRequest()
            .setUrn(resource.urn)
            .setId(resource.id ?? "")
            .setName(resource.name)
            .setType(resource.type);
        if (!deleting) request.setNewInputs(toStruct(resource.inputs));
        if (old) request.setOldInputs(toStruct(old.inputs)).setOldOutputs(toStruct(old.outputs));
        if (point === "afterCreate" || point === "afterUpdate")
            request.setNewOutputs(toStruct(resource.outputs));
        try {
            const bytes = await this.callbacks.call(hook.callback, request.serializeBinary());
            return proto.ResourceHookResponse.deserializeBinary(bytes).getError();
        } catch (error) {
            return (error as Error).message;
        }
    }
}
