import type { Resource } from "../engine/resource.ts";
import { isProviderType } from "../engine/urn.ts";
import { UNKNOWN } from "../values.ts";
import { clean } from "./wrap.ts";

const WIDTH = 80;

/** Properties that hold the name under which a cloud knows a resource, nearest first. */
const NAMES = [
    "name",
    "identifier",
    "bucket",
    "family",
    "clusterIdentifier",
    "replicationGroupId",
    "alarmName",
];

/** Left and right on one line where they fit, else each on lines of its own; a name itself is never broken. */
function linesOf(indent: string, type: string, name: string, right: string): string[] {
    const left = `${indent}${type} ${name}`;
    const first =
        left.length <= WIDTH ? [left] : [`${indent}${type}`, `${indent.replace(/^./, " ")}    ${name}`];
    if (right === "") return first;
    const last = first.at(-1) ?? "";
    const room = WIDTH - last.length - 1;
    if (right.length <= room) return [...first.slice(0, -1), `${last} ${right.padStart(room)}`];
    return [...first, right.padStart(WIDTH)];
}

function oneLine(text: string): string {
    return clean(text).replaceAll(/\s/g, " ");
}

function cloudName({ inputs, name }: Resource): string {
    const found = NAMES.map((key) => inputs[key]).find((value) => typeof value === "string");
    return typeof found === "string" && found !== name && found !== UNKNOWN ? found : "";
}

function shortType(type: string): string {
    const [first = "", , last = ""] = type.split(":");
    return last ? `${first}:${last}` : type;
}

/** Every resource under its component, with what it is called in the cloud, and how many each component holds. */
export function tree(resources: Resource[]): string[] {
    const children = new Map<string, Resource[]>();
    const known = new Set(resources.map(({ urn }) => urn));
    const roots: Resource[] = [];
    for (const resource of resources) {
        if (isProviderType(resource.type)) continue;
        const { parent } = resource;
        if (!parent || !known.has(parent)) roots.push(resource);
        else children.set(parent, [...(children.get(parent) ?? []), resource]);
    }
    const count = (resource: Resource): number =>
        (children.get(resource.urn) ?? []).reduce(
            (sum, child) => sum + count(child),
            resource.custom ? 1 : 0,
        );
    const lines: string[] = [];
    const show = (resource: Resource, depth: number) => {
        const mark = {
            create: "+",
            update: "~",
            replace: "±",
            same: " ",
            read: ">",
            import: "=",
            delete: "-",
        };
        const indent = `${mark[resource.operation]} ${"  ".repeat(depth)}`;
        const right = resource.custom ? cloudName(resource) : String(count(resource));
        lines.push(...linesOf(indent, shortType(resource.type), oneLine(resource.name), oneLine(right)));
        for (const child of children.get(resource.urn) ?? []) show(child, depth + 1);
    };
    for (const root of roots) show(root, 0);
    return lines;
}
