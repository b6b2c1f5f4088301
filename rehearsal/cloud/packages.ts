import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

export interface PulumiPackage {
    /** The name in type tokens: "aws", "azure-native". */
    name: string;
    version: string;
    /** Where the plugin comes from when it is not Pulumi's own registry. */
    server?: string;
    /** The folder in node_modules, with links followed. */
    folder: string;
}

interface Manifest {
    name?: string;
    version?: string;
    pulumi?: {
        resource?: boolean;
        name?: string;
        version?: string;
        server?: string;
        pluginDownloadURL?: string;
    };
}

/** The Pulumi packages that a program in `folder` can import, by name; the nearest node_modules wins, as in Node. */
export function scanPackages(folder: string): Map<string, PulumiPackage> {
    const found = new Map<string, PulumiPackage>();
    for (let at = realpathSync(folder); ; at = dirname(at)) {
        for (const candidate of packageFolders(join(at, "node_modules"))) {
            const pulumiPackage = readPackage(candidate);
            if (pulumiPackage && !found.has(pulumiPackage.name)) found.set(pulumiPackage.name, pulumiPackage);
        }
        if (dirname(at) === at) return found;
    }
}

function packageFolders(modules: string): string[] {
    return entries(modules).flatMap((entry) =>
        entry.startsWith("@")
            ? entries(join(modules, entry)).map((name) => join(modules, entry, name))
            : [join(modules, entry)],
    );
}

function entries(folder: string): string[] {
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
        .filter((entry) => !entry.startsWith("."))
        .sort();
}

function readPackage(folder: string): PulumiPackage | undefined {
    // Read as a file: `require.resolve("x/package.json")` fails where a package's `exports` does not list it.
    const path = join(folder, "package.json");
    if (!existsSync(path)) return undefined;
    const text = readFileSync(path, "utf8");
    if (!text.includes('"pulumi"')) return undefined;
    const manifest = parse(text);
    if (manifest?.pulumi?.resource !== true) return undefined;
    const name = manifest.pulumi.name ?? (manifest.name ?? "").replace(/^@pulumi\//, "");
    const server = manifest.pulumi.server ?? manifest.pulumi.pluginDownloadURL;
    const version = (manifest.pulumi.version ?? manifest.version ?? "").replace(/^v/, "");
    return { name, version, ...(server ? { server } : {}), folder: realpathSync(folder) };
}

function parse(text: string): Manifest | undefined {
    try {
        return JSON.parse(text) as Manifest;
    } catch {
        return undefined; // Someone else's broken package is not this program's fault; Node ignores it too until it is imported.
    }
}
