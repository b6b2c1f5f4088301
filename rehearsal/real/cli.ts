import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { start, stop } from "../child.ts";

/** What a finished command of the CLI left behind. */
export interface Ran {
    code: number;
    stdout: string;
    stderr: string;
}

/** The `pulumi` on PATH, if there is one. */
export function findCli(environment: NodeJS.ProcessEnv): string | undefined {
    const folders = (environment.PATH ?? "").split(delimiter).filter(Boolean);
    return folders.map((folder) => join(folder, "pulumi")).find(isExecutable);
}

function isExecutable(path: string): boolean {
    try {
        accessSync(path, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}

/** Runs a command to its end; after `seconds` it is stopped with all that it started. */
export async function runCli(
    command: string,
    args: string[],
    options: { cwd: string; env: NodeJS.ProcessEnv; seconds: number },
): Promise<Ran> {
    const child = start(command, args, options);
    const ran: Ran = { code: 0, stdout: "", stderr: "" };
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (ran.stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (ran.stderr += text));
    let late = false;
    const timer = setTimeout(() => {
        late = true;
        stop(child);
    }, options.seconds * 1000);
    try {
        const [code] = (await once(child, "close")) as [number | null];
        ran.code = code ?? 128;
    } finally {
        clearTimeout(timer);
        stop(child);
    }
    if (late) ran.stderr += `\n${args[0]} took more than ${options.seconds} s and was stopped.`;
    return ran;
}
