import { z } from "zod";
import type { Rehearsal } from "../../../rehearsal/rehearse.ts";
import type { Made } from "../../components/recorded.ts";

/** A resource as a program registered it, with the names that others know it by. */
interface Registered {
    type: string;
    id: string | undefined;
    arn: unknown;
    inputs: unknown;
}

type Holder = Record<string, unknown>;

/** What was registered, to be read by kind: what the reader doesn't know is refused by its name. */
export class Graph {
    private readonly all: Registered[];

    constructor(all: Registered[]) {
        this.all = all;
    }

    static ofRehearsal({ resources }: Rehearsal): Graph {
        return new Graph(
            resources.map(({ type, id, inputs, outputs }) => ({ type, id, arn: outputs.arn, inputs })),
        );
    }

    /** As test/components/recorded.ts makes names up. */
    static ofRecorded(made: Made[]): Graph {
        return new Graph(
            made.map(({ type, name, inputs }) => ({ type, id: `${name}-id`, arn: `arn:${name}`, inputs })),
        );
    }

    /** The same with another value at one place of a kind, to prove that who reads it doesn't pass over it. */
    with(type: string, place: string, value: unknown): Graph {
        const all = structuredClone(this.all);
        const steps = place.split(".");
        for (const { inputs } of all.filter((one) => one.type === type)) {
            const holder = steps.slice(0, -1).reduce((one, step) => one[step] as Holder, inputs as Holder);
            holder[steps.at(-1)!] = value;
        }
        return new Graph(all);
    }

    every<Shape extends z.ZodType>(
        type: string,
        shape: Shape,
        isMeant: (inputs: Record<string, unknown>) => boolean = () => true,
    ): z.infer<Shape>[] {
        return this.all
            .filter((one) => one.type === type && isMeant(one.inputs as Record<string, unknown>))
            .map(({ inputs }) => read(type, shape, inputs));
    }

    /** The one of a kind, or the one that another names by its id or ARN. */
    one<Shape extends z.ZodType>(type: string, shape: Shape, named?: string): z.infer<Shape> {
        const found = this.all.filter(
            (one) => one.type === type && (named === undefined || one.id === named || one.arn === named),
        );
        if (found.length !== 1)
            throw new Error(`The local edge found ${found.length} of ${type} ${named ?? ""}`);
        return read(type, shape, found[0]!.inputs);
    }
}

export function read<Shape extends z.ZodType>(what: string, shape: Shape, value: unknown): z.infer<Shape> {
    const { data, error } = shape.safeParse(value);
    if (error) throw new Error(`The local edge can't render ${what}: ${z.prettifyError(error)}`);
    return data as z.infer<Shape>;
}
