import { spawn, type ChildProcess } from "node:child_process";
import { until } from "../support/until.ts";

/** One of the image's programs in a process of its own, and what it has logged. */
export interface Running {
    process: ChildProcess;
    ended: Promise<number | null>;
    lines: Record<string, unknown>[];
    /** Whatever it printed that is no JSON. */
    noise: string[];
    /** Waits for the nth line with a message, or throws with all of them. */
    says(message: string, nth?: number): Promise<Record<string, unknown>>;
    /** Of an app that listens. */
    url(): Promise<string>;
}

const children = new Set<ChildProcess>();
process.once("exit", () => children.forEach((child) => child.kill("SIGKILL")));

/** As the container's user, if whoever runs the tests may become another one. */
export function start(file: string, env: Record<string, string | undefined>): Running {
    const user = process.getuid?.() === 0 ? { uid: 10_001, gid: 10_001 } : {};
    const child = spawn(process.execPath, [file], {
        ...user,
        cwd: "/",
        env,
        stdio: ["ignore", "pipe", "pipe"],
    });
    const [lines, noise]: [Record<string, unknown>[], string[]] = [[], []];
    let rest = "";
    const take = (text: string) => {
        const whole = (rest + text).split("\n");
        rest = whole.pop() ?? "";
        for (const line of whole) {
            try {
                lines.push(JSON.parse(line));
            } catch {
                noise.push(line);
            }
        }
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", (text: string) => noise.push(text));
    const ended = new Promise<number | null>((done) => child.once("close", (code) => done(code)));
    const says = async (message: string, nth = 1) => {
        const of = () => lines.filter((line) => line.message === message);
        await soon(
            () => of().length >= nth,
            () => `${message} (${nth}): ${JSON.stringify(lines)} ${noise.join("")}`,
        );
        return of()[nth - 1]!;
    };
    children.add(child.once("exit", () => children.delete(child)));
    const url = async () => `http://127.0.0.1:${(await says("listening")).port}`;
    return { process: child, ended, lines, noise, says, url };
}

/** Waits until something holds, for no longer than half a minute. */
export function soon(holds: () => boolean | Promise<boolean>, what?: () => string): Promise<void> {
    return until(holds, what, 30);
}
