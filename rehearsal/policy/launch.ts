import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { start } from "../child.ts";
import { Misuse } from "../misuse.ts";
import { environmentOf, PRELOADED, sdkCommand } from "../program.ts";
import { runtimeOf } from "../project/runtime.ts";
import type { Stack } from "../project/stack.ts";
import { readYaml } from "../project/yaml-file.ts";

interface LaunchOptions {
    folder: string;
    stack: Stack;
    environment: NodeJS.ProcessEnv;
    /** Where the pack's own output goes. */
    onOutput(text: string): void;
}

/** The process of a policy pack, which may not be up yet. */
export interface LaunchedPack {
    folder: string;
    child: ChildProcess;
    /** The first line that it prints: the port on which it listens; "" when it ended before. */
    port: Promise<string>;
    /** What it has printed on its standard error. */
    printed(): string;
}

/** Starts a pack with the pack runner of its own SDK. */
export function launchPack(options: LaunchOptions): LaunchedPack {
    const folder = resolve(options.folder);
    const file = join(folder, "PulumiPolicy.yaml");
    if (!existsSync(file)) {
        throw new Misuse(
            `There is no PulumiPolicy.yaml in ${folder}; --policy-pack takes the folder of a policy pack.`,
        );
    }
    const runtime = runtimeOf(file, readYaml(file).runtime);
    // The language host puts the arguments for Node behind the runner, which takes them for its own: so does this.
    const child = start(
        process.execPath,
        [...PRELOADED, sdkCommand(folder, "run-policy-pack"), ...runtime.nodeArgs, "127.0.0.1:0", folder],
        {
            cwd: folder,
            env: environmentOf(options.environment, options.stack, runtime),
        },
    );
    // Its judgement is wanted last, and the program is what takes the longest: that goes first where there are few cores.
    if (child.pid !== undefined) giveWay(child.pid);
    let printed = "";
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on("line", (line) => {
        printed += `${line}\n`;
        options.onOutput(line);
    });
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    const port = Promise.race([
        once(lines, "line").then(([line]) => String(line)),
        once(child, "close").then(() => ""),
    ]);
    port.then(() => lines.on("line", options.onOutput)).catch(() => undefined); // told to whoever waits for the port
    return { folder, child, port, printed: () => printed };
}

/** Leaves the processor to others. */
function giveWay(pid: number): void {
    try {
        setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
    } catch {
        // It has ended already, which its port tells.
    }
}
