import { spawn, type ChildProcess } from "node:child_process";

const children = new Set<ChildProcess>();

/**
 * Ends the process group `$1` when its own standard input closes: that happens however this process dies, also by
 * SIGKILL, and also to a child that computes without end and would not notice.
 */
const WATCH = 'read -r _; kill -s KILL -- "-$1" 2>/dev/null';

export interface ChildOptions {
    cwd: string;
    env: NodeJS.ProcessEnv;
}

/** Starts a command in a process group of its own, so that whatever it starts ends with it. */
export function start(command: string, args: string[], options: ChildOptions): ChildProcess {
    const child = spawn(command, args, {
        ...options,
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
    });
    if (child.pid === undefined) return child;
    children.add(child);
    const watch = spawn("sh", ["-c", WATCH, "sh", String(child.pid)], {
        detached: true,
        stdio: ["pipe", "ignore", "ignore"],
    });
    watch.on("error", () => undefined); // without a shell the child is watched by this process alone
    watch.unref();
    child.once("exit", () => {
        watch.kill("SIGKILL");
        endGroup(child); // what it started and left behind
        children.delete(child);
    });
    return child;
}

/** Stops a child with all that it started. */
export function stop(child: ChildProcess): void {
    if (children.has(child) && !endGroup(child)) child.kill("SIGKILL");
}

/** For the end of the command, however it comes: no process outlives it. */
export function stopAll(): void {
    for (const child of children) stop(child);
}

function endGroup({ pid }: ChildProcess): boolean {
    try {
        return pid !== undefined && process.kill(-pid, "SIGKILL");
    } catch {
        return false; // all of it has ended already
    }
}
