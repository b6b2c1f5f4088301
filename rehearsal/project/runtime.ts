import { basename } from "node:path";
import { Misuse } from "../misuse.ts";

/** How a program or a policy pack is to be started: the `runtime` key of its YAML file. */
export interface Runtime {
    /** Arguments for Node, before the SDK's runner. */
    nodeArgs: string[];
    /** Loads TypeScript through the SDK's own ts-node. @default true, as in the Pulumi CLI. */
    typescript: boolean;
}

export function runtimeOf(path: string, runtime: unknown): Runtime {
    const file = basename(path);
    const name = typeof runtime === "string" ? runtime : (runtime as { name?: unknown } | undefined)?.name;
    if (name !== "nodejs") {
        throw new Misuse(`${file}: runtime is ${JSON.stringify(name ?? null)}; the rehearsal runs nodejs.`);
    }
    const options = ((typeof runtime === "object" && (runtime as { options?: unknown }).options) || {}) as {
        nodeargs?: unknown;
        typescript?: unknown;
    };
    const { nodeargs = "", typescript = true } = options;
    if (typeof nodeargs !== "string") {
        throw new Misuse(`${file}: runtime.options.nodeargs is ${JSON.stringify(nodeargs)}; use one string.`);
    }
    return {
        nodeArgs: nodeargs.split(/\s+/).filter(Boolean),
        typescript: typescript !== false && typescript !== "false",
    };
}
