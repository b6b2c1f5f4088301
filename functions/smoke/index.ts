/**
 * The smoke test: takes the steps of the core workflow on a new version, before any user reaches it, and once more among
 * the users, who may be too few to show a fault. ECS calls it when the tests' rule leads there, and when the users' does,
 * and goes on or rolls back by what it answers. Whatever it can't tell, it fails.
 */
import { setTimeout } from "node:timers/promises";
import { run } from "../../workflow/run.ts";
import { wayTo } from "../../workflow/way.ts";
import { readEvent, type Deployment } from "../hook/event.ts";
import { RESERVE_SECONDS, type Context } from "../hook/in-time.ts";
import { readSettings } from "./settings.ts";
import { smoke, type Verdict } from "./smoke.ts";
import { synthetic } from "./synthetic.ts";

const STAGES = ["POST_TEST_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT"] as const;

/** What AWS Lambda calls. */
export async function handler(event: unknown, context: Context = {}): Promise<{ hookStatus: string }> {
    let about: Deployment | undefined;
    const log = (line: object) => console.log(JSON.stringify({ ...about, ...line }));
    let verdict: Verdict;
    try {
        about = readEvent(event, ...STAGES);
        verdict = await tested(about.stage, log, context);
    } catch (error) {
        verdict = { passed: false, runs: 0, why: (error as Error).message };
    }
    const hookStatus = verdict.passed ? "SUCCEEDED" : "FAILED";
    log({ verdict: hookStatus, runs: verdict.runs, why: verdict.why });
    return { hookStatus };
}

async function tested(
    stage: Deployment["stage"],
    log: (line: object) => void,
    context: Context,
): Promise<Verdict> {
    const { target, workflow, limitSeconds, ...settings } = readSettings(process.env);
    const given = (context.getRemainingTimeInMillis?.() ?? Infinity) / 1000;
    const isForUsers = stage === "POST_PRODUCTION_TRAFFIC_SHIFT";
    const judge = isForUsers ? synthetic : smoke;
    return judge({
        ...settings,
        seconds: Math.min(limitSeconds, given) - RESERVE_SECONDS,
        now: () => performance.now(),
        pause: (seconds) => setTimeout(seconds * 1000),
        run: async (number, options) => {
            // Of its own for each run: connections that are kept would stay with one part of the load balancer.
            const way = wayTo(isForUsers ? { ...target, headers: {} } : target);
            try {
                return await run(workflow, way, {
                    ...options,
                    told: (taken) => log({ run: number, ...taken }),
                });
            } finally {
                way.close();
            }
        },
    });
}
