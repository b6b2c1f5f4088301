import { answered } from "../../functions/gate/index.ts";
import { smoke } from "../../functions/smoke/smoke.ts";
import { synthetic } from "../../functions/smoke/synthetic.ts";
import type { LocalHook } from "../../scripts/lib/local-ecs/hooks.ts";
import { GATE, type Stage } from "../../scripts/lib/local-ecs/stage.ts";
import type { Ran } from "../../workflow/run.ts";

/** The function's own judgement over a workflow of one request: by the tests' way, and then among the users. */
export function smokeHook({ ecs: { balancer, clock } }: Stage): LocalHook {
    return async ({ lifecycleStage }) => {
        const isForUsers = lifecycleStage === "POST_PRODUCTION_TRAFFIC_SHIFT";
        const port = isForUsers ? balancer.ports.live : balancer.ports.test;
        const { passed } = await (isForUsers ? synthetic : smoke)({
            ...{ seconds: 595, spreadSeconds: 60, pauseSeconds: 15 },
            now: () => clock.now(),
            pause: (seconds) => clock.pass(seconds),
            run: () => taken(`http://127.0.0.1:${port}/`, Math.max(LEAST_MS, ANSWER_MS / clock.factor)),
        });
        return { hookStatus: passed ? "SUCCEEDED" : "FAILED" };
    };
}

/** As long as the workflow waits for an answer; and of the wall, in which answers take as long as they do. */
const [ANSWER_MS, LEAST_MS] = [30_000, 500];

async function taken(url: string, patience: number): Promise<Ran> {
    const began = performance.now();
    const signal = AbortSignal.timeout(patience);
    const status = await fetch(url, { signal }).then(
        (answer) => answer.status,
        () => undefined,
    );
    const milliseconds = status === undefined ? undefined : Math.round(performance.now() - began);
    const passed = status === 200;
    const fault = status === undefined ? "no whole answer" : `the status is ${status}`;
    const step = { step: "it answers", request: "GET /", tries: 1, ...(milliseconds && { milliseconds }) };
    const failure = { faults: [fault], isOnTheWay: false };
    return { passed, milliseconds: milliseconds ?? 0, steps: [{ ...step, ...(!passed && { failure }) }] };
}

/** The gate's own code, by the wall's clock, as the scripts' announcements are. */
export function gated(): LocalHook {
    return (event) => answered(event, GATE, {}, undefined, () => undefined);
}
