import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Misuse } from "../misuse.ts";
import { reasonOf } from "./read-file.ts";
import { runtimeOf, type Runtime } from "./runtime.ts";
import { readYaml } from "./yaml-file.ts";

/** A setting that has no value but a stack's own, by full key. */
interface Required {
    key: string;
    type: unknown;
}

/** A Pulumi project: what its Pulumi.yaml says. */
export interface Project {
    name: string;
    /** The folder of Pulumi.yaml. */
    root: string;
    runtime: Runtime;
    /** The folder in which the program runs, and what of it is run ("." leaves the choice to package.json). */
    programFolder: string;
    entryPoint: string;
    /** Values for every stack, by full key (`project:key`). */
    config: Record<string, unknown>;
    /** Settings of the project that Pulumi.yaml declares and gives no value: every stack must have them. */
    required: Required[];
    /** Where the stacks' files are. */
    stackFolder: string;
}

/** What the CLI lets a project or a stack be called. */
export const NAME = /^[\w.-]{1,100}$/;

function shortened(value: unknown): string {
    return JSON.stringify(value ?? null).slice(0, 40);
}

function findProjectFile(start: string): string {
    for (let folder = resolve(start); ; folder = dirname(folder)) {
        for (const name of ["Pulumi.yaml", "Pulumi.yml"]) {
            const path = join(folder, name);
            if (existsSync(path)) return path;
        }
        if (folder === dirname(folder)) break;
    }
    throw new Misuse(
        `There is no Pulumi.yaml in ${resolve(start)} or above it; give the project's folder with --cwd.`,
    );
}

/** The project's own values; an entry is a value, or a declaration with a `value` or a `default`. */
function projectConfig(name: string, config: unknown): Pick<Project, "config" | "required"> {
    const result: Record<string, unknown> = {};
    const required: Required[] = [];
    for (const [key, entry] of Object.entries((config ?? {}) as Record<string, unknown>)) {
        const full = key.includes(":") ? key : `${name}:${key}`;
        const declared = typeof entry === "object" && entry !== null && !Array.isArray(entry);
        const {
            value,
            default: fallback,
            type,
        } = (declared ? entry : { value: entry }) as Record<string, unknown>;
        const chosen = value ?? fallback;
        if (chosen !== undefined && chosen !== null) result[full] = chosen;
        else if (declared && full.startsWith(`${name}:`)) required.push({ key: full, type });
    }
    return { config: result, required };
}

/** Where the program is, as the CLI finds it: `main` may be a file, or a folder with a package of its own. */
function entryOf(root: string, main: unknown): { programFolder: string; entryPoint: string } {
    if (typeof main !== "string" || main === "") return { programFolder: root, entryPoint: "." };
    const path = resolve(root, main);
    if (existsSync(join(path, "package.json")) || !/\.[cm]?[jt]s$/.test(path)) {
        return { programFolder: path, entryPoint: "." };
    }
    return { programFolder: dirname(path), entryPoint: path.slice(dirname(path).length + 1) };
}

export function loadProject(cwd: string): Project {
    const path = findProjectFile(cwd);
    const root = dirname(path);
    const content = readYaml(path);
    if (typeof content.name !== "string" || !NAME.test(content.name)) {
        throw new Misuse(
            `Pulumi.yaml: name is ${shortened(content.name)}; give the project a name of up to 100 letters, ` +
                "digits, dots, hyphens and underscores.",
        );
    }
    const stackFolder =
        typeof content.stackConfigDir === "string" ? resolve(root, content.stackConfigDir) : root;
    return {
        name: content.name,
        root,
        runtime: runtimeOf(path, content.runtime),
        ...entryOf(root, content.main),
        ...projectConfig(content.name, content.config),
        stackFolder,
    };
}

/** The stacks that have a file, in the order of their names. */
export function stacksOf(project: Project): string[] {
    if (!existsSync(project.stackFolder)) return [];
    return filesIn(project.stackFolder)
        .flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? [])
        .sort();
}

function filesIn(folder: string): string[] {
    try {
        return readdirSync(folder);
    } catch (error) {
        throw new Misuse(`${folder} can't be read: ${reasonOf(error)}.`);
    }
}
