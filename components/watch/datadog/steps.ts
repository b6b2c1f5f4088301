import { assertionsOf, type Assertion } from "./expected.ts";
import type { Variables } from "./variables.ts";

/** A step of the core workflow, as workflow.yaml has it. */
export interface Step {
    name: string;
    method: string;
    path: string;
    headers?: Record<string, string>;
    body?: unknown;
    capture?: Record<string, { json: string } | { header: string }>;
    expect: {
        status: number;
        headers?: Record<string, Record<string, unknown>>;
        json?: Record<string, Record<string, unknown>>;
        maxMilliseconds?: number;
    };
    withinSeconds?: number;
}

/** What Datadog takes of a step (Datadog Docs, "Multistep API Testing": 20 assertions, 10 variables, a body of 50 kilobytes). */
const most = { assertions: 20, extracted: 10, bodyBytes: 50 * 1024 };
/** Tries after the first, and milliseconds between two (@pulumi/datadog: at most 3 and 5000). */
const retry = { count: 3, interval: 5000 };
/** By this the app tells these requests from users', as from all who take the workflow. */
const userAgent = "airworthy-workflow";

/** What of an answer goes on to later steps. */
interface Extracted {
    name: string;
    type: "http_body" | "http_header";
    field?: string;
    parser: { type: "json_path" | "raw" | "regex"; value?: string };
}

/** Says what of a step Datadog can't hold; and how to have it. */
function refused(at: string, seen: string, use: string): Error {
    return new Error(`workflow.yaml: ${at} ${seen}, which Datadog's Synthetic tests can't hold; use ${use}.`);
}

/** One user takes them one after the other, with what the steps before have told. */
export function stepsOf(steps: Step[], url: string, variables: Variables) {
    const cookies: string[] = [];
    return steps.map((step) => {
        const at = `the step "${step.name}"`;
        const { method, path, headers = {}, body, capture = {}, withinSeconds = 0 } = step;
        const sent = body === undefined ? undefined : JSON.stringify(variables.in(body, at));
        if (sent !== undefined && Buffer.byteLength(sent) > most.bodyBytes)
            throw refused(at, "has a body of more than 50 kilobytes", "a smaller one");
        const request = {
            ...{ method, url: `${url}${variables.inText(path, at)}`, follow_redirects: false },
            ...(sent !== undefined && { body: sent, bodyType: "application/json" as const }),
            headers: {
                "user-agent": userAgent,
                ...(sent !== undefined && { "content-type": "application/json" }),
                ...(cookies.length > 0 && { cookie: cookies.join("; ") }),
                ...Object.fromEntries(
                    Object.entries(headers).map(([name, text]) => [
                        name.toLowerCase(),
                        variables.inText(text, at),
                    ]),
                ),
            },
        };
        const assertions: Assertion[] = assertionsOf(step.expect, variables, at);
        if (assertions.length > most.assertions)
            throw refused(at, `expects ${assertions.length} things`, `at most ${most.assertions}`);
        const extracted = Object.entries(capture).map(([name, from]) =>
            extract(variables.add(name, at), from),
        );
        const cookie = setsCookie(step) ? variables.cookie() : undefined;
        if (cookie !== undefined) {
            const parser = { type: "regex" as const, value: "^[^;]+" };
            extracted.push({ name: cookie, type: "http_header", field: "set-cookie", parser });
            cookies.push(`{{ ${cookie} }}`);
        }
        if (extracted.length > most.extracted)
            throw refused(at, `captures ${extracted.length} values`, `at most ${most.extracted}`);
        return {
            ...{ name: step.name, subtype: "http" as const, allowFailure: false },
            ...{ request, assertions },
            ...(extracted.length > 0 && { extractedValues: extracted }),
            ...(withinSeconds > 0 && { retry: retryOf(withinSeconds, at) }),
        };
    });
}

function extract(name: string, from: { json: string } | { header: string }): Extracted {
    if ("json" in from) return { name, type: "http_body", parser: { type: "json_path", value: from.json } };
    return { name, type: "http_header", field: from.header.toLowerCase(), parser: { type: "raw" } };
}

/** Datadog hands no cookie on by itself: a step that says that it gets one has it handed on. */
function setsCookie({ expect: { headers = {} } }: Step): boolean {
    return Object.entries(headers).some(
        ([name, rule]) => name.toLowerCase() === "set-cookie" && rule.present !== false,
    );
}

function retryOf(seconds: number, at: string) {
    const interval = Math.ceil(seconds / retry.count) * 1000;
    if (interval > retry.interval)
        throw refused(
            at,
            `waits ${seconds} s`,
            `withinSeconds of at most ${(retry.count * retry.interval) / 1000}`,
        );
    return { count: retry.count, interval };
}
