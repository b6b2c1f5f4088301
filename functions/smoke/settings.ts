import { readFileSync } from "node:fs";
import path from "node:path";
import type { Workflow } from "../../workflow/schema.ts";
import type { Target } from "../../workflow/way.ts";
import { LAMBDA_SECONDS, Variables } from "../environment/variables.ts";

export interface Settings {
    target: Target;
    /** Until an answer has to be there, of those that AWS Lambda gives. */
    limitSeconds: number;
    /** After a shift, in which the listener's rule is still spreading over the load balancer. */
    spreadSeconds: number;
    /** Between two runs. */
    pauseSeconds: number;
    workflow: Workflow;
}

/** What the deployment says, and the workflow beside the code; or an error that names all that is wrong. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
    const variables = new Variables(env);
    const read = {
        target: {
            // http:// is a trial: a stack without a certificate.
            url: variables.url("TEST_URL", ["https", "http"]),
            serverName: variables.text("SERVER_NAME"),
            // Without it the load balancer leads to the version that users have.
            headers: { [variables.text("TEST_HEADER")]: variables.text("TEST_VALUE") },
        },
        limitSeconds: variables.whole("LIMIT_SECONDS", LAMBDA_SECONDS),
        spreadSeconds: variables.whole("SPREAD_SECONDS", LAMBDA_SECONDS),
        pauseSeconds: variables.whole("PAUSE_SECONDS", LAMBDA_SECONDS),
    };
    const folder = variables.text("LAMBDA_TASK_ROOT");
    return { ...variables.checked(read), workflow: workflowIn(folder) };
}

/** Written by the program from workflow.yaml, which it has checked: here only that it is there, and has something to do. */
function workflowIn(folder: string): Workflow {
    const workflow = JSON.parse(readFileSync(path.join(folder, "workflow.json"), "utf8")) as Workflow;
    if (!Array.isArray(workflow.steps) || workflow.steps.length === 0)
        throw new Error("workflow.json has no steps; use what the program makes of workflow.yaml.");
    return workflow;
}
