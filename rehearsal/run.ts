import { createInterface } from "node:readline";
import { Activity } from "./activity.ts";
import { stop } from "./child.ts";
import type { Conversation } from "./engine/conversation.ts";
import type { Engine } from "./engine/engine.ts";
import { serve } from "./engine/server.ts";
import type { Door } from "./door.ts";
import { Misuse } from "./misuse.ts";
import type { StartedProgram } from "./program.ts";

/** Something that the program said: through Pulumi's log, or on its own standard output and error. */
export interface Line {
    severity: "info" | "warning" | "error" | "output";
    message: string;
    urn: string;
}

export interface RunOptions {
    engine: Engine;
    program: StartedProgram;
    /** Where the program knocks. */
    door: Door;
    /** How long the program may go without asking for anything. */
    timeoutSeconds: number;
    /** The program has asked for all it wants; what is no longer wanted can go. */
    finish(): Promise<void>;
    onLine(line: Line): void;
    /** The stack's outputs are in and nothing is under way: that may be all, or the program asks for more. */
    onQuiet(): void;
    /** What the rehearsal itself waits for, such as a policy pack, for the message of a run that is stuck. */
    waitingFor(): string[];
    /** Rejects when the run must end for a reason that is not the program's, such as a policy pack that fails. */
    aborted: Promise<never>;
}

/** How long a program may take to end after it has reported an error: with some loaders it never does. */
const SECONDS_AFTER_AN_ERROR = 3;

/** After its outputs a program still sends its log, a line after the other: of 700 resources for a second and more. */
const QUIET_MILLISECONDS = 100;

/** What the SDK prints of promises that never settled; it names nothing. */
const SDK_ON_PROMISES =
    /The Pulumi runtime detected that \d+ promises? w[\s\S]*about the leaked promises\.\n?/;

/** Runs the program to its end against the engine; throws where it ends in any other way. */
export async function run(options: RunOptions): Promise<void> {
    const { engine } = options;
    const printed: string[] = [];
    const errors: string[] = [];
    let fail: (error: Error) => void = () => undefined;
    const failure = new Promise<never>((_, reject) => (fail = reject));
    failure.catch(() => undefined);
    const activity = new Activity(
        options.timeoutSeconds,
        (what) => {
            const stuck = `The program asked for nothing for ${options.timeoutSeconds} s. ${what}`;
            fail(new Misuse(errors.join("\n") || stuck));
        },
        () => options.waitingFor(),
    );
    let finished: Promise<void> | undefined;
    let quiet: NodeJS.Timeout | undefined;
    const finish = () => (finished ??= options.finish());
    const signalled = async () => {
        activity.isOver = true;
        if (engine.outputsAreIn) await finish(); // else it only has nothing left to run
    };
    const conversation: Conversation = {
        log: (severity, message, urn) => {
            if (severity === "debug") return activity.hear(message); // the CLI hides it, and it shows secrets
            if (severity === "error") {
                errors.push(message);
                activity.hurry(SECONDS_AFTER_AN_ERROR);
            }
            options.onLine({ severity, message, urn });
        },
        finished: signalled,
        failed: (error) => fail(error instanceof Misuse ? error : new Misuse(error.message)),
        busy: (what) => {
            clearTimeout(quiet);
            const done = activity.begin(what);
            return () => {
                done();
                if (activity.isIdle && engine.outputsAreIn)
                    quiet = setTimeout(options.onQuiet, QUIET_MILLISECONDS);
            };
        },
    };
    const close = serve(engine, conversation, options.door);
    const { child, ended } = options.program;
    try {
        for (const stream of [child.stdout, child.stderr]) {
            if (!stream) continue;
            createInterface({ input: stream, crlfDelay: Infinity }).on("line", (message) => {
                printed.push(message);
                options.onLine({ severity: "output", message, urn: "" });
            });
        }
        const code = await Promise.race([ended, failure, options.aborted]);
        if (code !== 0 || !engine.outputsAreIn) {
            const end = endOf(code, printed.join("\n"), activity.isOver);
            throw new Misuse(errors.join("\n") || activity.cycle || end);
        }
        await finish();
    } finally {
        clearTimeout(quiet);
        activity.end();
        stop(child);
        engine.callbacks.close();
        close();
    }
}

/** How a program ended that reported no error to Pulumi. */
function endOf(code: number | null, printed: string, isOver: boolean): string {
    const said = printed.replace(SDK_ON_PROMISES, "").trim();
    // Where promises are open, the SDK turns the exit code 0 into 1.
    const early = code === 0 || SDK_ON_PROMISES.test(printed);
    const stuck = "The program has nothing left to run and has not finished: it awaits what nothing settles.";
    const exited = "The program exited before it had finished (process.exit?).";
    const what = isOver && early ? stuck : early ? exited : `The program ended with exit code ${code}.`;
    return said === "" ? what : `${what} It printed:\n${said}`;
}
