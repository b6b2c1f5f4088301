import * as aws from "@pulumi/aws";
import { readableNode, tokenOf, UNKNOWN, type Node, type ResourceClass } from "./graph.ts";
import type { Edit } from "./rule.ts";
import { Stack } from "./stack.ts";
import { listOf } from "./values.ts";

function parentOf(node: Node, path: string): { parent: any; key: string } {
    const keys = path.split(".");
    const key = keys.pop()!;
    return { parent: keys.reduce<any>((value, part) => value?.[part], node.props), key };
}

/** Gives a property another value. A path goes into maps and lists: `encryptionConfiguration.kmsKey`. */
export function set(path: string, value: unknown): Edit {
    return (node) => {
        const { parent, key } = parentOf(node, path);
        if (parent !== undefined) parent[key] = value;
        delete node.propertyDependencies[path];
    };
}

/** Leaves a property out, and with it the links that it made. */
export function leaveOut(path: string): Edit {
    return (node) => {
        const { parent, key } = parentOf(node, path);
        if (Array.isArray(parent)) parent.splice(Number(key), 1);
        else if (parent !== undefined) delete parent[key];
        delete node.propertyDependencies[path];
    };
}

/** Makes a property come from nowhere: its value is not known, and no resource of the stack decides it. */
export function fromNowhere(property: string): Edit {
    return (node) => {
        node.props[property] = UNKNOWN;
        delete node.propertyDependencies[property];
    };
}

/** Edits the data in a property that holds JSON; text that is not known yet stays, and "", by which AWS says that there is none. */
export function inJson(property: string, edit: (data: any) => void): Edit {
    return (node) => {
        if (typeof node.props[property] !== "string" || node.props[property] === "") return;
        const data: unknown = JSON.parse(node.props[property]);
        edit(data);
        node.props[property] = JSON.stringify(data);
    };
}

/** Takes from a dashboard whose text is known the widgets that say this. */
export function leaveOutWidgets(props: Node["props"], text: string): void {
    if (typeof props.dashboardBody !== "string") return;
    const { widgets } = JSON.parse(props.dashboardBody) as { widgets: unknown[] };
    const left = widgets.filter((one) => !JSON.stringify(one).includes(text));
    props.dashboardBody = JSON.stringify({ widgets: left });
}

/** Edits the resources that are found from this one; "remove" takes them out of the stack. */
export function inFound(
    find: (node: Node, stack: Stack) => readonly Node<any>[],
    edit: Edit | "remove",
): Edit {
    return (node, nodes) => {
        const found = new Set(find(node, new Stack(nodes)).map(({ urn }) => urn));
        for (const one of nodes.filter(({ urn }) => found.has(urn))) {
            if (edit === "remove") nodes.splice(nodes.indexOf(one), 1);
            else edit(one, nodes);
        }
    };
}

/** Edits every resource of a type in the stack; "remove" takes them out. */
export function inEvery(type: ResourceClass, edit: Edit | "remove"): Edit {
    return inFound((_node, stack) => stack.all(type), edit);
}

/** Edits the resources of that type whose property names this one; "remove" takes them out of the stack. */
export function inNaming(type: ResourceClass, property: string, edit: Edit | "remove"): Edit {
    return inFound((node, stack) => stack.naming(node, property, type), edit);
}

/** Puts another resource beside this one, whose properties it may name. */
export function add(type: ResourceClass, propsOf: (node: Node) => Node["props"]): Edit {
    return (node, nodes) => {
        const opts = { protect: false, ignoreChanges: [] };
        const made = { name: "added", urn: `${node.urn}-added`, props: propsOf(node), opts };
        nodes.push({ ...made, type: tokenOf(type), propertyDependencies: {} });
    };
}

/** Edits the resources of that type that this one's property names. */
export function inNamed(property: string, type: ResourceClass, edit: Edit): Edit {
    return inFound((node, stack) => stack.named(readableNode(node), property, type), edit);
}

/** Takes from the role that a resource names under `property` every statement with such an action. */
export function unauthorized(property: string, isIt: (action: string) => boolean): Edit {
    const inPolicy = inJson("policy", (policy) => {
        policy.Statement = policy.Statement.filter(
            ({ Action }: { Action: string | string[] }) => !listOf(Action).some(isIt),
        );
    });
    return inNamed(property, aws.iam.Role, inNaming(aws.iam.RolePolicy, "role", inPolicy));
}
