import { readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { readWorkflow } from "../workflow/read.ts";

const FILE = "workflow.yaml";
/** The house, wherever the program was started. */
const root = path.resolve(import.meta.dirname, "..");

/** The core workflow, as the functions that run it find it beside their code. A bad one stops the program. */
export function loadWorkflow(): Record<string, string> {
    try {
        const workflow = readWorkflow(readFileSync(path.join(root, FILE), "utf8"), FILE);
        return { "workflow.json": JSON.stringify(workflow) };
    } catch (error) {
        const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
        const says = isMissing ? `${FILE} is missing; use the shipped one to begin with.` : undefined;
        // Without a stack trace: who reads it looks for a line of the file, not of the program.
        throw new pulumi.RunError(says ?? (error as Error).message);
    }
}
