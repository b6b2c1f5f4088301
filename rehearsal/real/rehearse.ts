import { Misuse } from "../misuse.ts";
import { limitFaults } from "../limit-faults.ts";
import type { Rehearsal, RehearseOptions } from "../rehearse.ts";
import type { Line } from "../run.ts";
import { leaks, secretsOf } from "../secrets.ts";
import { STACK_TYPE } from "../engine/urn.ts";
import { realEngine } from "./engine.ts";

const SEVERITIES: Record<string, Line["severity"]> = {
    info: "info",
    "info#err": "output",
    warning: "warning",
    error: "error",
};

/**
 * Rehearses with the real engine over the same simulated cloud: `pulumi preview`, or `pulumi up` of a stack on which
 * nothing is deployed yet. The result has the shape of the rehearsal's own.
 */
export async function rehearseWithEngine(options: RehearseOptions): Promise<Rehearsal> {
    const { mode = "plan", environment, cwd, stack, policyPacks, stackOutputs } = options;
    const engine = await realEngine({ cwd, stack, policyPacks, stackOutputs, environment });
    try {
        const run = mode === "plan" ? await engine.preview() : await engine.up();
        const { events, resources, deletes } = run;
        for (const resource of resources) options.onResource?.(resource);
        const lines = events.said.map(({ severity, message, urn }): Line => ({
            severity: SEVERITIES[severity] ?? "output",
            message,
            urn,
        }));
        const secrets = secretsOf(resources, engine.stack);
        for (const line of lines) options.onLine?.({ ...line, message: secrets.hide(line.message) });
        const explained =
            events.faults.length > 0 || events.violations.some(({ level }) => level === "mandatory");
        if (!run.ok && !explained) {
            throw new Misuse(
                events.errors.join("\n") || run.printed || "The real engine failed and said nothing.",
            );
        }
        return {
            project: engine.project.name,
            stack: engine.stack.name,
            mode,
            resources,
            deletes,
            outputs: resources.find(({ type }) => type === STACK_TYPE)?.outputs ?? {},
            faults: [...events.faults, ...limitFaults(resources), ...leaks(resources, engine.stack, lines)],
            notices: [
                `Run by the real engine, Pulumi ${await engine.version()}, from a stack on which nothing is deployed.`,
                ...engine.stack.notices,
                ...events.warnings,
            ],
            hide: secrets.isEmpty ? undefined : (text) => secrets.hide(text),
            unchanged: deletes.length === 0 && resources.every(({ operation }) => operation === "same"),
            violations: events.violations,
            notApplicable: events.notApplicable,
            remediations: events.remediations,
        };
    } finally {
        engine.close();
    }
}
