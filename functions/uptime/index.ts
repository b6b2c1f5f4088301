/**
 * The look from outside: takes the steps of the core workflow as a user does, over the internet, by the name that users call.
 * CloudWatch Synthetics runs it every few minutes. What it throws fails the run, and says why on the page of that run.
 */
import { run, whyFailed } from "../../workflow/run.ts";
import type { Workflow } from "../../workflow/schema.ts";
import { wayTo } from "../../workflow/way.ts";
import { readSettings } from "./settings.ts";

/** What the file beside it calls, with the workflow that lies there, too. */
export async function look(workflow: Workflow): Promise<string> {
    const { url, limitSeconds } = readSettings(process.env);
    const way = wayTo({ url });
    const options = {
        seconds: limitSeconds,
        told: (taken: object) => console.log(JSON.stringify(taken)),
    };
    const { passed, milliseconds, steps } = await run(workflow, way, options).finally(() => way.close());
    if (passed) return `${steps.length} steps in ${milliseconds} ms`;
    throw new Error(whyFailed(steps));
}
