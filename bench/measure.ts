import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { resolve as absolute } from "node:path";

export const ROOT = absolute(import.meta.dirname, "..");
const MILLISECONDS_BETWEEN_LOOKS = 250;

export interface Measured {
    /** Wall time, in seconds. */
    seconds: number;
    /** The sum of the peaks of all processes of the command, in MB. */
    peakMb: number;
    output: string;
}

function childrenOf(pid: number): number[] {
    return readdirSync("/proc").flatMap((entry) => {
        if (!/^\d+$/.test(entry)) return [];
        try {
            const [, parent] = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${entry}/status`, "utf8")) ?? [];
            return Number(parent) === pid ? [Number(entry), ...childrenOf(Number(entry))] : [];
        } catch {
            return []; // it ended while it was looked at
        }
    });
}

function peakOf(pid: number): number {
    try {
        const [, kb] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
        return Number(kb ?? 0) / 1024;
    } catch {
        return 0;
    }
}

interface Invocation {
    command: string;
    args: string[];
    cwd: string;
    env: NodeJS.ProcessEnv;
}

/**
 * Runs a command to its end and measures it with all the processes that it starts. Linux only: it reads /proc.
 * Exit code 1 is a result, for a program that is not ready takes as long as one that is; any other is an error.
 */
export function measure({ command, args, cwd, env }: Invocation): Promise<Measured> {
    return new Promise((resolve, reject) => {
        const begun = performance.now();
        const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
        const peaks = new Map<number, number>();
        let output = "";
        child.stdout.on("data", (data) => (output += data));
        child.stderr.on("data", (data) => (output += data));
        const look = () => {
            if (child.pid === undefined) return;
            for (const pid of [child.pid, ...childrenOf(child.pid)])
                peaks.set(pid, Math.max(peaks.get(pid) ?? 0, peakOf(pid)));
        };
        const timer = setInterval(look, MILLISECONDS_BETWEEN_LOOKS);
        child.once("error", reject);
        child.once("close", (code) => {
            clearInterval(timer);
            const peakMb = [...peaks.values()].reduce((sum, peak) => sum + peak, 0);
            const measured = { seconds: (performance.now() - begun) / 1000, peakMb, output };
            if (code === 0 || code === 1) resolve(measured);
            else reject(new Error(`${command} ${args.join(" ")} ended with ${code}:\n${output}`));
        });
    });
}

/** The rehearsal as a person would run it. */
export function rehearsal(...args: string[]): Invocation {
    const script = ["--import", "tsx/esm", "scripts/rehearse.ts"];
    return { command: process.execPath, args: [...script, ...args], cwd: ROOT, env: process.env };
}

export function median(values: number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    return sorted.length % 2 === 1
        ? (sorted[middle] ?? 0)
        : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
