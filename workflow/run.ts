import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { askedOf } from "./asked.ts";
import { Confidential, isHidden } from "./confidential.ts";
import { Cookies } from "./cookies.ts";
import { valueAt } from "./json-path.ts";
import { documentOf, faultsOf, headerOf } from "./judge.ts";
import { RANDOM } from "./placeholders.ts";
import type { Step, Workflow } from "./schema.ts";
import { NoAnswer, type Answer, type Limits, type Way } from "./way.ts";

/** What happened in a step. */
interface Taken {
    step: string;
    /** Method and path, without what no log may show. */
    request: string;
    status?: number;
    /** What the app took for the last answer. */
    milliseconds?: number;
    /** More than one where a step waits. */
    tries: number;
    failure?: Failure;
}

interface Failure {
    /** What was seen, and what was expected. */
    faults: string[];
    /** How the body begins, without what no log may show. */
    excerpt?: string;
    /** True where the app may never have been asked. */
    isOnTheWay: boolean;
}

export interface Ran {
    passed: boolean;
    milliseconds: number;
    /** Up to the first that failed. */
    steps: Taken[];
}

export interface RunOptions extends Partial<Limits> {
    /** For all steps together. */
    seconds?: number;
    /** Called after each step. */
    told?: (taken: Taken) => void;
}

/** A workflow answers in seconds: what takes longer hangs. A handshake that hung for ten was seen to be tried again with success. */
const LIMITS: Limits = { connectSeconds: 10, answerSeconds: 30, bodyBytes: 1024 * 1024 };

/**
 * Takes the steps one after the other, and then looks at what always holds, as one user with cookies. It ends at the first
 * that fails. Nothing is thrown.
 */
export async function run(workflow: Workflow, way: Way, options: RunOptions = {}): Promise<Ran> {
    const { seconds = 300, told, ...limits } = options;
    const started = performance.now();
    const user = new User(way, { ...LIMITS, ...limits }, started + seconds * 1000);
    const steps: Taken[] = [];
    const all = [...workflow.steps, ...(workflow.always ?? [])];
    for (const step of all) {
        const taken = await user.take(step);
        steps.push(taken);
        told?.(taken);
        if (taken.failure !== undefined) break;
    }
    const passed = steps.length === all.length && steps.every(({ failure }) => !failure);
    return { passed, milliseconds: Math.round(performance.now() - started), steps };
}

/** What the first step that failed saw, on one line; undefined where none did. */
export function whyFailed(steps: Taken[]): string | undefined {
    const failed = steps.find(({ failure }) => failure);
    return failed && `${failed.step}: ${failed.request}: ${failed.failure!.faults.join("; ")}`;
}

/** One who goes through the workflow once, and what he has learned on the way. */
class User {
    private readonly values = new Map<string, string | number | boolean>([[RANDOM, randomUUID()]]);
    private readonly cookies = new Cookies();
    private readonly confidential = new Confidential();
    private readonly way: Way;
    private readonly limits: Limits;
    private readonly end: number;

    constructor(way: Way, limits: Limits, end: number) {
        this.way = way;
        this.limits = limits;
        this.end = end;
    }

    /** Takes a step; one that waits is taken again each second until it holds. */
    async take(step: Step): Promise<Taken> {
        const until = performance.now() + (step.withinSeconds ?? 0) * 1000;
        for (let tries = 1; ; tries++) {
            const taken = await this.once(step, tries);
            const next = performance.now() + 1000;
            if (taken.failure === undefined || next > Math.min(until, this.end)) return taken;
            await pause(1000);
        }
    }

    private async once(step: Step, tries: number): Promise<Taken> {
        const { values, confidential } = this;
        let answer: Answer | undefined;
        const taken: Taken = { step: step.name, request: `${step.method} ${step.path}`, tries };
        const failed = (faults: string[], isOnTheWay = false): Taken => {
            const excerpt = answer?.body ? confidential.hide(answer.body) : undefined;
            const hidden = faults.map((fault) => confidential.hide(fault, 500));
            return { ...taken, failure: { faults: hidden, excerpt, isOnTheWay } };
        };
        try {
            const asked = askedOf(step, { values, confidential, cookie: this.cookies.header() });
            taken.request = `${step.method} ${confidential.hide(asked.path)}`;
            const left = (this.end - performance.now()) / 1000;
            if (left <= 0) return failed(["there was no time left for it"]);
            const { connectSeconds, answerSeconds } = this.limits;
            answer = await this.way.ask(asked, {
                ...this.limits,
                connectSeconds: Math.min(connectSeconds, left),
                answerSeconds: Math.min(answerSeconds, left),
            });
            taken.status = answer.status;
            taken.milliseconds = answer.milliseconds;
            for (const cookie of this.cookies.take(answer.headers["set-cookie"])) confidential.add(cookie);
            const faults = faultsOf(step.expect, answer, { values, confidential });
            // The load balancer itself has nobody to hand the request to.
            const isOnTheWay = answer.status === 503 && /^awselb\//.test(headerOf(answer, "server") ?? "");
            return faults.length > 0
                ? failed(faults, isOnTheWay)
                : this.captured(step, answer, taken, failed);
        } catch (error) {
            if (!(error instanceof NoAnswer)) return failed([(error as Error).message]);
            taken.status = error.status;
            return failed([error.message], error.isOnTheWay);
        }
    }

    private captured(step: Step, answer: Answer, taken: Taken, failed: (faults: string[]) => Taken): Taken {
        for (const [name, from] of Object.entries(step.capture ?? {})) {
            const where = "json" in from ? from.json : from.header;
            const value =
                "json" in from ? valueAt(documentOf(answer)?.json, from.json) : headerOf(answer, from.header);
            if (!["string", "number", "boolean"].includes(typeof value) || value === "") {
                const seen = value === undefined ? "missing" : JSON.stringify(value).slice(0, 100);
                return failed([
                    `${where} is ${seen}; expected a text, a number or true to capture as ${name}`,
                ]);
            }
            if (isHidden(name) || isHidden(where)) this.confidential.add(String(value));
            this.values.set(name, value as string | number | boolean);
        }
        return taken;
    }
}
