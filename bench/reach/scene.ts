import { plain, type Properties } from "../../rehearsal/values.ts";
import type { Deployed } from "./graph.ts";

type Data = Record<string, any>;

/** A deployment to be edited. It shares with the original what nobody edits. */
export class Scene {
    resources: readonly Deployed[];

    constructor(resources: readonly Deployed[]) {
        this.resources = resources;
    }

    private at(kind: string, name: string): Deployed {
        const one = this.resources.find(
            (resource) => resource.type.startsWith(`${kind}:`) && resource.name === name,
        );
        if (!one) throw new Error(`There is no ${kind} ${name} to be edited.`);
        return one;
    }

    id(kind: string, name: string): string {
        return this.at(kind, name).id!;
    }

    inputs(kind: string, name: string): Data {
        return plain(structuredClone(this.at(kind, name).inputs));
    }

    output(kind: string, name: string, property: string): any {
        return this.at(kind, name).outputs[property];
    }

    change(kind: string, name: string, edit: (inputs: Data) => void): void {
        const one = this.at(kind, name);
        const inputs = this.inputs(kind, name);
        edit(inputs);
        this.resources = this.resources.map((other) => (other === one ? { ...one, inputs } : other));
    }

    remove(kind: string, name: string): void {
        const one = this.at(kind, name);
        this.resources = this.resources.filter((other) => other !== one);
    }

    /** Puts in another one, whose id and ARN are the same text. */
    add(kind: string, name: string, inputs: Data): string {
        const id = `planted-${kind.split("/").at(-1)}-${name}`;
        const urn = `urn:planted::${kind}::${name}`;
        const made = { inputs: inputs as Properties, outputs: { arn: id } };
        this.resources = [
            ...this.resources,
            { type: `${kind}:Planted`, urn, name, custom: true, id, ...made },
        ];
        return id;
    }

    /** Adds a statement to a policy that is a text. */
    allow(kind: string, name: string, property: string, statement: Data): void {
        this.change(kind, name, (inputs) => {
            const policy = JSON.parse(inputs[property]) as { Statement: Data[] };
            policy.Statement.push({ Effect: "Allow", Resource: "*", ...statement });
            inputs[property] = JSON.stringify(policy);
        });
    }
}
