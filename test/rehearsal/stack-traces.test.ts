import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const STACK_TRACES = resolve(import.meta.dirname, "../../rehearsal/stack-traces.cjs");

/** Prints the stack that the SDK would keep with a promise, and that of an error beside it. */
const PROGRAM = `
    Error.prepareStackTrace = function prepareStackTrace(error, frames) {
        return error + frames.map((frame) => "\\n    at " + frame).join("");
    };
    function debuggablePromise() { return new Error().stack; }
    function own() { return new Error("seen").stack; }
    console.log(JSON.stringify([debuggablePromise(), own()]));`;

function stacks(env: NodeJS.ProcessEnv): [string, string] {
    const ran = spawnSync(process.execPath, ["--require", STACK_TRACES, "--eval", PROGRAM], {
        encoding: "utf8",
        env: { ...process.env, ...env },
    });
    assert.equal(ran.status, 0, ran.stderr);
    return JSON.parse(ran.stdout) as [string, string];
}

describe("the stack traces of a program", () => {
    it("are left out for the SDK's promises, with how to see them, and kept for errors", () => {
        const [promise, error] = stacks({ PULUMI_DEBUG_PROMISE_LEAKS: undefined });
        assert.match(promise, /PULUMI_DEBUG_PROMISE_LEAKS/);
        assert.match(error, /^Error: seen\n {4}at own /);
    });

    it("are there for promises, too, when the SDK is asked which of them leak", () => {
        const [promise] = stacks({ PULUMI_DEBUG_PROMISE_LEAKS: "1" });
        assert.match(promise, /^Error\n {4}at debuggablePromise /);
    });
});
