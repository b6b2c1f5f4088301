import { z } from "zod";
import { isSecret } from "./confidential.ts";
import { faultsBetween, type Fault } from "./rules.ts";
import { schema, uses, type Workflow } from "./schema.ts";
import { readYaml, WorkflowError } from "./yaml-file.ts";

/** Turns the text of a file into a workflow, or throws a `WorkflowError` that lists all faults at once. */
export function readWorkflow(text: string, file: string): Workflow {
    const { value, lineOf } = readYaml(text, file);
    const result = schema.safeParse(value);
    const faults = (result.error?.issues ?? []).flatMap(faultsIn);
    const alone = new Set(faults.map(({ path }) => path.join("\0")));
    // What is refused for itself already needs no second reason.
    faults.push(...faultsBetween(value).filter(({ path }) => !alone.has(path.join("\0"))));
    if (!result.success || faults.length > 0) {
        const lines = faults.map((fault) => ({ line: lineOf(fault.path), says: refusal(fault, value) }));
        lines.sort((one, other) => one.line - other.line);
        throw new WorkflowError(lines.map(({ line, says }) => `${file}:${line}: ${says}`));
    }
    return result.data;
}

function faultsIn({ path: keys, ...issue }: z.core.$ZodIssue): Fault[] {
    const path = known(keys.map(String));
    if (path.length < keys.length || issue.code === "invalid_union") return [{ path, use: useOf(path) }];
    if (issue.code === "invalid_key") return [{ path, use: useOf(path.slice(0, -1)) }];
    if (issue.code !== "unrecognized_keys" || nodeAt(path) instanceof z.ZodUnion)
        return [{ path, use: useOf(path) }];
    return issue.keys.map((key) => ({ path: [...path, key], use: `one of ${namesIn(path).join(", ")}` }));
}

function refusal({ path, use }: Fault, document: unknown): string {
    const seen = path.reduce<unknown>((part, key) => {
        const isInside = typeof part === "object" && part !== null && Object.hasOwn(part, key);
        return isInside ? (part as Record<string, unknown>)[key] : undefined;
    }, document);
    const isShown = seen === undefined || !path.some((key) => isSecret(key));
    return `${spelled(path)} is ${isShown ? show(seen) : "[secret]"}; use ${use}.`;
}

/** The key as people say it: steps[1].expect.status. */
function spelled(path: string[]): string {
    if (path.length === 0) return "the file";
    const parts = path.map((part, index) => {
        if (index === 1 && (path[0] === "steps" || path[0] === "always")) return `[${part}]`;
        return /^[\w-]{1,60}$/.test(part) ? `${index === 0 ? "" : "."}${part}` : `[${show(part)}]`;
    });
    return parts.join("");
}

function show(value: unknown): string {
    if (value === undefined) return "missing";
    const secret = (key: string, one: unknown) =>
        isSecret(key) && typeof one === "string" ? "[secret]" : one;
    // A number in quotes is a text, which is what is wrong with it.
    const isPlain = typeof value === "string" && /^(?!\d+$)[\w./:$-]+$/.test(value);
    const text = isPlain ? value : JSON.stringify(value, secret);
    return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** The part of the schema that speaks of a path, or of the nearest part around it. */
function nodeAt(path: string[]): z.core.$ZodType {
    const bare = (node: z.core.$ZodType) => (node instanceof z.ZodOptional ? node.unwrap() : node);
    return path.reduce<z.core.$ZodType>((node, part) => {
        if (node instanceof z.ZodRecord) return bare(node.valueType);
        if (node instanceof z.ZodArray) return bare(node.element);
        return node instanceof z.ZodObject ? bare(node.shape[part] ?? node) : node;
    }, schema);
}

/** The path as far as a person would follow it: of several forms that a part may have, none was meant for sure. */
function known(path: string[]): string[] {
    const end = path.findIndex((_, index) => nodeAt(path.slice(0, index)) instanceof z.ZodUnion);
    return end === -1 ? path : path.slice(0, end);
}

/** What to use there; of a part that says nothing itself, what the one around it says. */
function useOf(path: string[]): string {
    return uses.get(nodeAt(path))?.use ?? useOf(path.slice(0, -1));
}

function namesIn(path: string[]): string[] {
    const node = nodeAt(path);
    return node instanceof z.ZodObject ? Object.keys(node.shape) : [];
}
