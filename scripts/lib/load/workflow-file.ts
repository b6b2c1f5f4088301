import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { readWorkflow } from "../../../workflow/read.ts";
import type { Workflow } from "../../../workflow/schema.ts";
import { WorkflowError } from "../../../workflow/yaml-file.ts";
import { Refusal } from "../command.ts";

export const FILE = "workflow.yaml";

/** The file at the top of the project: that of the smoke test. */
export function workflowIn(folder: string): Workflow {
    try {
        return readWorkflow(readFileSync(path.join(folder, FILE), "utf8"), FILE);
    } catch (error) {
        if (error instanceof WorkflowError) throw new Refusal(error.message);
        throw new Refusal(`${FILE} can't be read: ${(error as Error).message}`);
    }
}

/** Of what it says, and not of how it is written. */
export function digestOf(workflow: Workflow): string {
    return createHash("sha256").update(JSON.stringify(workflow)).digest("hex");
}
