import { spawn, type ChildProcess } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";

/** One of the image's programs in a process of its own, and the lines that it has logged. */
export class Program {
    readonly process: ChildProcess;
    /** The exit code; 137 after a SIGKILL. */
    readonly ended: Promise<number>;
    readonly lines: Record<string, unknown>[] = [];
    said = "";

    constructor(file: string, env: Record<string, string | undefined>) {
        const user = process.getuid?.() === 0 ? { uid: 10_001, gid: 10_001 } : {};
        const child = spawn(process.execPath, [file], {
            ...{ ...user, cwd: "/", env },
            stdio: ["ignore", "pipe", "pipe"],
        });
        this.process = child;
        let rest = "";
        const take = (text: string) => {
            const whole = (rest + text).split("\n");
            rest = whole.pop() ?? "";
            for (const line of whole) this.lines.push(JSON.parse(line) as Record<string, unknown>);
        };
        child.stdout.setEncoding("utf8").on("data", take);
        child.stderr.setEncoding("utf8").on("data", (text: string) => (this.said += text));
        this.ended = new Promise((resolve) => child.once("close", (code) => resolve(code ?? 137)));
    }

    /** Waits for the first line with a message. */
    async says(message: string): Promise<Record<string, unknown>> {
        for (;;) {
            const found = this.lines.find((line) => line.message === message);
            if (found) return found;
            if (this.process.exitCode !== null) throw new Error(`It never said "${message}": ${this.said}`);
            await wait(20);
        }
    }
}
