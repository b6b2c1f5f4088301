import { spawn, type StdioOptions } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { setTimeout as wait } from "node:timers/promises";

/** What a finished child process left behind. */
export interface Ran {
    /** Exit code; 124 when the time limit ended it, 127 when there is no such command, 128 when a signal did. */
    code: number;
    /** Both streams as they came; empty when they were shown at once. */
    output: string;
}

interface RunOptions {
    /** Shown as it comes instead of kept; "as talk" keeps our own stdout for data. @default false */
    show?: boolean | "as talk";
    /** Keeps stdout alone, to be parsed, and shows stderr as it comes. @default false: both are kept, as they came. */
    stdoutOnly?: boolean;
    /** Folder that it runs in. @default this process's own */
    cwd?: string;
    /** Seconds after which the child and its children are ended. @default none */
    limitSeconds?: number;
    /** Added to the environment. */
    env?: Record<string, string>;
}

/** The outside world of a script: all that it reads and touches, so that a test can stand in for it. */
export interface World {
    cwd: string;
    env: NodeJS.ProcessEnv;
    isRoot: boolean;
    /** Data, for pipes. */
    out(text: string): void;
    /** Talk, for people. */
    err(text: string): void;
    /** Whether there is such a file, relative to `cwd`. */
    exists(file: string): boolean;
    run(command: string, args: string[], options?: RunOptions): Promise<Ran>;
    /** Hands the terminal to a command until that ends: the exit code, 127 when there is no such command, 128 by a signal. */
    attach(command: string, args: string[]): Promise<number>;
    /** The line that a person types; undefined when nobody is there to type one. */
    ask(question: string): Promise<string | undefined>;
    pause(seconds: number): Promise<void>;
}

export function realWorld(): World {
    return {
        cwd: process.cwd(),
        env: process.env,
        isRoot: process.getuid?.() === 0,
        out: (text) => void process.stdout.write(`${text}\n`),
        err: (text) => void process.stderr.write(`${text}\n`),
        exists: (file) => existsSync(path.resolve(file)),
        run: runChild,
        attach: attachChild,
        ask: askAtTerminal,
        pause: (seconds) => wait(seconds * 1000),
    };
}

async function askAtTerminal(question: string): Promise<string | undefined> {
    if (!process.stdin.isTTY) return undefined;
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    // Ctrl-C and Ctrl-D answer nothing, and are no yes.
    const closed = new Promise<undefined>((resolve) => lines.once("close", () => resolve(undefined)));
    try {
        return await Promise.race([lines.question(question), closed]);
    } finally {
        lines.close();
    }
}

function streamsOf({ show, stdoutOnly }: RunOptions): StdioOptions {
    if (show === "as talk") return ["ignore", 2, 2];
    if (show) return ["ignore", "inherit", "inherit"];
    return ["ignore", "pipe", stdoutOnly ? "inherit" : "pipe"];
}

function runChild(command: string, args: string[], options: RunOptions = {}): Promise<Ran> {
    return new Promise((resolve) => {
        // Its own process group, so that the time limit ends grandchildren as well.
        const child = spawn(command, args, {
            detached: true,
            env: { ...process.env, ...options.env },
            ...(options.cwd !== undefined && { cwd: options.cwd }),
            stdio: streamsOf(options),
        });
        let output = "";
        let late = false;
        child.stdout?.setEncoding("utf8").on("data", (text: string) => (output += text));
        child.stderr?.setEncoding("utf8").on("data", (text: string) => (output += text));

        const end = (signal: NodeJS.Signals) => {
            try {
                if (child.pid) process.kill(-child.pid, signal);
            } catch {
                // It has already gone.
            }
        };
        const passOn = (signal: NodeJS.Signals) => {
            end(signal);
            process.exit(130);
        };
        process.on("SIGINT", passOn).on("SIGTERM", passOn);
        const timer = options.limitSeconds
            ? setTimeout(() => {
                  late = true;
                  end("SIGKILL");
              }, options.limitSeconds * 1000)
            : undefined;
        const finish = (code: number) => {
            clearTimeout(timer);
            process.off("SIGINT", passOn).off("SIGTERM", passOn);
            resolve({ code: late ? 124 : code, output });
        };
        child.on("error", (error) => {
            output += error.message;
            finish(127);
        });
        child.on("close", (code) => finish(code ?? 128));
    });
}

/** In our own process group, so that it can read from the terminal; Ctrl-C is its affair, and the end of the terminal ours. */
function attachChild(command: string, args: string[]): Promise<number> {
    return new Promise((resolve) => {
        const child = spawn(command, args, { stdio: "inherit" });
        const ignore = () => undefined;
        const end = () => void child.kill("SIGTERM");
        process.on("SIGINT", ignore).on("SIGHUP", end).on("SIGTERM", end);
        const finish = (code: number) => {
            process.off("SIGINT", ignore).off("SIGHUP", end).off("SIGTERM", end);
            resolve(code);
        };
        child.on("error", () => finish(127));
        child.on("exit", (code) => finish(code ?? 128));
    });
}
