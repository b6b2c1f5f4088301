import { spawn, type ChildProcess } from "node:child_process";

const children = new Set<ChildProcess>();

export interface ChildOptions {
    cwd: string;
    env: NodeJS.ProcessEnv;
}

export function startNode(args: string[], options: ChildOptions): ChildProcess {
    return start(process.execPath, args, options);
}

/** Starts a command in a process group of its own, so that whatever it starts can be stopped with it. */
export function start(command: string, args: string[], options: ChildOptions): ChildProcess {
    const child = spawn(command, args, {
        ...options,
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
    });
    children.add(child);
    child.once("exit", () => children.delete(child));
    return child;
}

/** Stops a child with all that it started. */
export function stop(child: ChildProcess): void {
    if (child.pid === undefined || !children.has(child)) return;
    try {
        process.kill(-child.pid, "SIGKILL");
    } catch {
        child.kill("SIGKILL"); // the group is gone already, or was never made
    }
}

/** For the end of the command, however it comes: no process outlives it. */
export function stopAll(): void {
    for (const child of children) stop(child);
}
