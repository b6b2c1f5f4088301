import { accountOf } from "./account.ts";
import { makeCloud, type Cloud } from "./cloud/cloud.ts";
import { scanPackages } from "./cloud/packages.ts";
import { Misuse } from "./misuse.ts";
import type { Provider } from "./provider.ts";
import type { Properties, Value } from "./values.ts";

/** Plugins that come with the SDK and the engine, and have no package of their own. */
const BUILT_IN = new Set(["pulumi", "pulumi-nodejs"]);

export interface Connector {
    connect(name: string, inputs: Properties): Provider;
    /** What had to be made up without knowing its shape. */
    notices(): string[];
}

/** A provider's nested inputs come as JSON text. */
function tagsIn(defaultTags: Value | undefined): Record<string, string> | undefined {
    if (typeof defaultTags !== "string") return undefined;
    return (JSON.parse(defaultTags) as { tags?: Record<string, string> }).tags;
}

/** Stands for the plugins of the packages that are installed for a program. */
export function connector(folder: string): Connector {
    const packages = scanPackages(folder);
    const folders = new Map([...packages].map(([name, { folder: at }]) => [name, at]));
    const clouds: Cloud[] = [];
    return {
        connect(name, inputs) {
            if (!BUILT_IN.has(name) && !packages.has(name)) {
                throw new Misuse(
                    `The program uses the package "${name}", which is not installed for ${folder}; install it with npm.`,
                );
            }
            const region = typeof inputs.region === "string" ? inputs.region : undefined;
            const cloud = makeCloud(folders, {
                region,
                account: accountOf(inputs),
                defaultTags: tagsIn(inputs.defaultTags),
            });
            clouds.push(cloud);
            return cloud;
        },
        notices() {
            const madeUp = new Set(clouds.flatMap((cloud) => cloud.madeUp));
            return [...madeUp].map((token) => `The answer to ${token} is made up from its type.`);
        },
    };
}
