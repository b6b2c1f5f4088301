import { find } from "./agreement.ts";
import { cdn, firewall } from "./edge.ts";

/** As the firewall reads it, which does not ask about case or a slash at the end: applications seldom do. */
function readBy(path: string): { text: string; isStart: boolean } {
    const isStart = path.endsWith("*");
    const text = (isStart ? path.slice(0, -1) : path.replace(/\/+$/, "")).toLowerCase();
    return { text, isStart };
}

/** Whether every request to the second path is one to the first; a path that ends in * stands for all that start so. */
function covers(path: string, other: string): boolean {
    const [outer, inner] = [readBy(path), readBy(other)];
    if (!outer.isStart) return !inner.isStart && outer.text === inner.text;
    // With the slash that a path may end in, too: /api/* has /api/ in it.
    return inner.text.startsWith(outer.text) || (!inner.isStart && `${inner.text}/` === outer.text);
}

const readOnly = "nothing but GET, HEAD and OPTIONS gets there, and no cookie";
/** Lists of which a path can take all that one of the other is for. */
const apart = [
    ["cdn.staticPaths", "cdn.cacheablePaths", "answers are kept for a day, or as long as they say"],
    ["cdn.staticPaths", "firewall.requestsPerPath", readOnly],
    ["cdn.staticPaths", "firewall.uploadMb", readOnly],
    ["cdn.cacheablePaths", "firewall.uploadMb", readOnly],
] as const;
/** Paths that are too wide for a list, and what it is for. */
const tooWide = {
    "cdn.staticPaths": { paths: ["/*", "/"], use: "files alone, such as /assets/*" },
    "cdn.cacheablePaths": { paths: ["/*"], use: "such answers alone, such as /api/prices" },
};

/** Paths that are good by themselves, and would take others with them: one sentence each. */
export function pathsInTheWay(
    input: Record<string, unknown>,
    show: (key: string, value: unknown) => string,
): string[] {
    const lists = listsIn(input);
    const wide = Object.entries(tooWide).flatMap(([key, { paths, use }]) => {
        const list = lists[key as keyof typeof tooWide];
        const seen = list.find((path) => paths.includes(path));
        if (seen === undefined) return [];
        return `${key} is ${show(key, list)}; use paths of ${use}: under ${seen} ${readOnly}, and the application's own pages are there.`;
    });
    const swallowed = apart.flatMap(([key, other, why]) =>
        lists[key].flatMap((path) =>
            lists[other]
                .filter((inner) => path !== "/*" && covers(path, inner))
                .map(
                    (inner) => `${other} has ${inner}, and ${key} ${path}; use others: under ${path} ${why}.`,
                ),
        ),
    );
    const twice = (["firewall.requestsPerPath", "firewall.uploadMb"] as const).flatMap((key) =>
        lists[key].flatMap((path, at) =>
            lists[key]
                .slice(0, at)
                .filter((earlier) => covers(earlier, path) && covers(path, earlier))
                .map((earlier) => `${key} has ${earlier} and ${path}; use one: they are the same path.`),
        ),
    );
    return [...wide, ...swallowed, ...twice];
}

/** The paths of each list; what is no value of a setting at all is refused by itself. */
function listsIn(input: Record<string, unknown>) {
    const { staticPaths, cacheablePaths } = cdn.shape;
    const { requestsPerPath, uploadMb } = firewall.shape;
    const at = (...path: [string, string]) => find(input, path);
    return {
        "cdn.staticPaths": staticPaths.safeParse(at("cdn", "staticPaths")).data ?? [],
        "cdn.cacheablePaths": cacheablePaths.safeParse(at("cdn", "cacheablePaths")).data ?? [],
        "firewall.requestsPerPath": Object.keys(
            requestsPerPath.safeParse(at("firewall", "requestsPerPath")).data ?? {},
        ),
        "firewall.uploadMb": Object.keys(uploadMb.safeParse(at("firewall", "uploadMb")).data ?? {}),
    };
}
