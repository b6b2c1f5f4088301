import type { Resource } from "../engine/resource.ts";
import { isProviderType } from "../engine/urn.ts";
import { UNKNOWN } from "../values.ts";

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

function lineOf(left: string, right: string): string {
    const room = WIDTH - left.length - 1;
    if (right.length > room)
        return right.length + 8 > WIDTH ? `${left} ${right}` : `${left}\n${right.padStart(WIDTH)}`;
    return right === "" ? left : `${left} ${right.padStart(room)}`;
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
        const left = `${mark[resource.operation]} ${"  ".repeat(depth)}${shortType(resource.type)} ${resource.name}`;
        lines.push(lineOf(left, resource.custom ? cloudName(resource) : String(count(resource))));
        for (const child of children.get(resource.urn) ?? []) show(child, depth + 1);
    };
    for (const root of roots) show(root, 0);
    return lines;
}
