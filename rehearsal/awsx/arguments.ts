import { hasUnknown, isObject, OUTPUT, plain, signatureOf } from "../values.ts";
import type { Properties, Value } from "../values.ts";

/** The arguments of one component, read by the rules of its plugin. */
export class Arguments {
    readonly component: string;
    readonly values: Properties;

    constructor(type: string, name: string, values: Properties, accepted: readonly string[]) {
        this.component = `${type} ${name}`;
        this.values = values;
        for (const key of Object.keys(values)) {
            if (!accepted.includes(key)) throw this.refusal(key, "awsx 3.9.0 has no such argument");
        }
    }

    /** What the plugin would refuse: says what was seen and what to use. */
    error(message: string): Error {
        return new Error(`${this.component}: ${message}`);
    }

    /** Runs arithmetic that knows nothing of components, and names the component when it fails. */
    within<T>(compute: () => T): T {
        try {
            return compute();
        } catch (error) {
            throw this.error(error instanceof Error ? error.message : String(error));
        }
    }

    /** What only the rehearsal refuses. */
    refusal(path: string, why: string): Error {
        return this.error(`the rehearsal can't expand \`${path}\`: ${why}.`);
    }

    /** An argument that decides which resources there are: it has to be known, and its links don't matter. */
    known<T>(key: string): T | undefined {
        return this.knownAt<T>(this.values[key], key);
    }

    knownAt<T>(value: Value | undefined, path: string): T | undefined {
        if (value === undefined || value === null) return undefined;
        if (hasUnknown(value)) {
            throw this.refusal(
                path,
                "it decides which resources there are, and its value is not known at plan time",
            );
        }
        return plain(value) as T;
    }

    /** An object whose members may be unknown, but which is itself spelled out in the program. */
    spelledOut(value: Value | undefined, path: string): Properties {
        if (value === undefined || value === null) return {};
        if (!isObject(value) || signatureOf(value) !== undefined) {
            const seen = signatureOf(value) === OUTPUT ? "an output as a whole" : "not a plain object";
            throw this.refusal(path, `it is ${seen}; make it an object and its members outputs`);
        }
        return value;
    }
}
