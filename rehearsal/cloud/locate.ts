import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where published packages keep their compiled code. */
const ROOTS = ["", "bin", "lib", "dist"];

const indexes = new Map<string, Map<string, string>>();

/** The compiled .js file in a package that defines a resource type or a function, or undefined. */
export function locate(token: string, folder: string): string | undefined {
    for (const path of candidates(token)) {
        for (const root of ROOTS) {
            const file = join(folder, root, path);
            if (existsSync(file) && mentions(readFileSync(file, "utf8"), token)) return file;
        }
    }
    let index = indexes.get(folder);
    if (!index) indexes.set(folder, (index = indexTypes(folder)));
    return index.get(token);
}

function mentions(source: string, token: string): boolean {
    // An index that loads the module names its types too, but only the definition has one of these.
    const marks = [
        `__pulumiType = '${token}'`,
        `__pulumiType = "${token}"`,
        `nvoke("${token}"`,
        `nvokeOutput("${token}"`,
    ];
    return token.startsWith("pulumi:providers:") || marks.some((mark) => source.includes(mark));
}

/** By convention `aws:rds/instance:Instance` is in rds/instance.js and `kubernetes:core/v1:Pod` in core/v1/pod.js. */
function candidates(token: string): string[] {
    if (token.startsWith("pulumi:providers:")) return ["provider.js"];
    const [, module = "", name = ""] = token.split(":");
    const path = module.replace(/^index(\/|$)/, "");
    const file = name.charAt(0).toLowerCase() + name.slice(1);
    // Kubernetes tokens spell the whole API group, its SDK's folders only the first word: networking.k8s.io/v1.
    const group = path.replace(/^([^./]+)\.[^/]+/, "$1");
    return [path && `${path}.js`, join(path, `${file}.js`), join(group, `${file}.js`)].filter(
        (one) => one !== "",
    );
}

function indexTypes(folder: string): Map<string, string> {
    const index = new Map<string, string>();
    const visit = (at: string): void => {
        for (const entry of readdirSync(at, { withFileTypes: true })) {
            const path = join(at, entry.name);
            if (entry.isDirectory() && entry.name !== "node_modules") visit(path);
            if (!entry.isFile() || !/\.[cm]?js$/.test(entry.name)) continue;
            for (const match of readFileSync(path, "utf8").matchAll(/__pulumiType = ['"]([^'"]+)['"]/g)) {
                index.set(match[1] as string, path);
            }
        }
    };
    visit(folder);
    return index;
}
