import { spawn, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";

const REHEARSE = resolve(import.meta.dirname, "../../scripts/rehearse.ts");

export interface Ended {
    code: number | null;
    stdout: string;
    stderr: string;
}

/** `npm run rehearse` as a person starts it in a pipe, without what the tests' own surroundings would add. */
export function startRehearse(args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    return startCommand([process.execPath, "--import", "tsx/esm", REHEARSE, ...args], env);
}

/** The same as npm starts it: below a shell, which gets the signals. */
export function startBelowShell(args: string[], env?: NodeJS.ProcessEnv): ChildProcess {
    const command = [process.execPath, "--import", "tsx/esm", REHEARSE, ...args];
    return startCommand(["sh", "-c", '"$@"; exit $?', "sh", ...command], {
        npm_lifecycle_event: "rehearse",
        ...env,
    });
}

function startCommand([command = "", ...args]: string[], env: NodeJS.ProcessEnv): ChildProcess {
    const surroundings = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined };
    return spawn(command, args, {
        env: {
            ...surroundings,
            npm_lifecycle_event: undefined,
            PULUMI_CONFIG_PASSPHRASE: undefined,
            ...env,
        },
        stdio: ["ignore", "pipe", "pipe"],
    });
}

export function ended(child: ChildProcess): Promise<Ended> {
    let [stdout, stderr] = ["", ""];
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    return new Promise((done) => child.once("close", (code) => done({ code, stdout, stderr })));
}

export function runRehearse(args: string[], env?: NodeJS.ProcessEnv): Promise<Ended> {
    return ended(startRehearse(args, env));
}

/** A policy pack in plain JavaScript, with one rule of each body: `reportViolation` is `no`, the resource `r`. */
export function pack(name: string, rules: Record<string, string>, before = ""): Record<string, string> {
    const policies = Object.entries(rules).map(
        ([
            rule,
            body,
        ]) => `{ name: "${rule}", description: "${rule} is demanded.", enforcementLevel: "mandatory",
            remediationSteps: "mend ${rule}.",
            validateResource: (r, no) => { ${body} } }`,
    );
    return {
        [`${name}/PulumiPolicy.yaml`]: "runtime: nodejs\n",
        [`${name}/package.json`]: JSON.stringify({ name, version: "0.0.1", main: "index.js" }),
        [`${name}/index.js`]: [
            before,
            'const { PolicyPack } = require("@pulumi/policy");',
            `new PolicyPack("${name}", { policies: [${policies.join(", ")}] });`,
        ].join("\n"),
    };
}
