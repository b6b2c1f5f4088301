import type * as datadog from "@pulumi/datadog";
import type { Awake } from "../../parts/awake.ts";
import { settledAfter } from "./downtime.ts";
import type { Told } from "./monitor.ts";
import { stepsOf, type Step } from "./steps.ts";
import { Variables } from "./variables.ts";

/** The core workflow. */
export interface Workflow {
    name: string;
    steps: Step[];
    always?: Step[];
}

interface Looked extends Told {
    /** The name that users call, with https://. */
    url: string;
    /** Where Datadog looks from. */
    locations: string[];
    /** Minutes between two looks. */
    everyMinutes: number;
    /** When there is something to look at. @default always */
    awake?: Awake | undefined;
}

/** Steps that a test may have, until Datadog's support allows more (Datadog Docs, "Multistep API Testing"). */
const mostSteps = 10;

/** The look from outside as Datadog's API takes it (API reference, "Create an API test"). */
export function syntheticOf({ name, steps, always = [] }: Workflow, looked: Looked) {
    const all = [...steps, ...always];
    if (all.length > mostSteps)
        throw new Error(
            `workflow.yaml: there are ${all.length} steps, and Datadog's Synthetic tests have at most ${mostSteps}; use fewer, or leave airworthy:datadog out.`,
        );
    const { url, locations, everyMinutes, prefix, notify, awake } = looked;
    const says = `Users can't do what they come for, seen from outside by Datadog: a step of the core workflow fails. docs/runbooks/uptime.md`;
    const pattern = "{{ uuid }}";
    return {
        name: `${prefix}-uptime: ${name}`,
        ...{ type: "api" as const, subtype: "multi" as const, status: "live" as const, locations },
        message: [says, notify].filter((line) => line !== "").join("\n\n"),
        tags: [`environment:${prefix}`, "alarm:uptime", "managed-by:pulumi"],
        config: {
            configVariables: [{ type: "text" as const, name: "RANDOM", pattern, example: "" }],
            steps: stepsOf(all, url.replace(/\/$/, ""), new Variables()),
        },
        options: {
            tick_every: everyMinutes * 60,
            // One look that fails is the internet: the next one must fail as well.
            ...{ min_failure_duration: everyMinutes * 60, min_location_failed: 1 },
            ...(awake && { scheduling: hoursOf(awake) }),
        },
    };
}

/** Monday is 1, as in ISO 8601 (DataDog/terraform-provider-datadog#1855). A downtime alone would mute it, and let it run. */
function hoursOf({ timezone, wakesAt, sleepsAt }: Awake) {
    const from = clock(wakesAt + settledAfter);
    const to = sleepsAt === 24 ? "23:59" : clock(sleepsAt);
    return { timeframes: [1, 2, 3, 4, 5].map((day) => ({ day, from, to })), timezone };
}

const clock = (hour: number) => `${String(hour).padStart(2, "0")}:00`;

type Synthetic = ReturnType<typeof syntheticOf>;

/** The same for Pulumi's resource. */
export function testArgsOf(test: Synthetic): datadog.SyntheticsTestArgs {
    const { config, options, ...common } = test;
    return {
        ...common,
        configVariables: config.configVariables,
        optionsList: {
            tickEvery: options.tick_every,
            minFailureDuration: options.min_failure_duration,
            minLocationFailed: options.min_location_failed,
            ...(options.scheduling && { scheduling: options.scheduling }),
        },
        apiSteps: config.steps.map(({ request, assertions, ...step }) => {
            const { headers, follow_redirects: followRedirects, ...rest } = request;
            return {
                ...step,
                ...{ requestDefinition: { ...rest, followRedirects }, requestHeaders: headers },
                assertions: assertions.map(assertionArgs),
            };
        }),
    };
}

function assertionArgs(assertion: Synthetic["config"]["steps"][number]["assertions"][number]) {
    if (assertion.operator === "doesNotExist") return assertion;
    if (assertion.operator === "validatesJSONPath") {
        const { jsonPath: jsonpath, operator, targetValue: targetvalue } = assertion.target;
        const { type, operator: how } = assertion;
        return { type, operator: how, targetjsonpath: { jsonpath, operator, targetvalue } };
    }
    if (assertion.operator === "validatesJSONSchema") {
        const { jsonSchema: jsonschema, metaSchema: metaschema } = assertion.target;
        const { type, operator } = assertion;
        return { type, operator, targetjsonschema: { jsonschema, metaschema } };
    }
    return { ...assertion, target: String(assertion.target) };
}
