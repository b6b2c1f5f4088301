import { once } from "node:events";
import type { ChildProcess } from "node:child_process";
import { stop } from "./child.ts";
import type { Conversation } from "./engine/conversation.ts";
import type { Engine } from "./engine/engine.ts";
import { serve } from "./engine/server.ts";
import { Misuse } from "./misuse.ts";

/** Something that the program said: through Pulumi's log, or on its own standard output and error. */
export interface Line {
    severity: "info" | "warning" | "error" | "output";
    message: string;
    urn: string;
}

export interface RunOptions {
    engine: Engine;
    start(address: string): ChildProcess;
    /** How long the program may go without asking for anything. */
    timeoutSeconds: number;
    /** The program has asked for all it wants; what is no longer wanted can go. */
    finish(): Promise<void>;
    onLine(line: Line): void;
    /** Rejects when the run must end for a reason that is not the program's, such as a policy pack that fails. */
    aborted: Promise<never>;
}

/** How long a program may take to end after it has reported an error: with some loaders it never does. */
const SECONDS_AFTER_AN_ERROR = 3;

/** Where a run stands, for the message that says what it waits for. */
class Activity {
    private readonly underWay: string[] = [];
    private last = "nothing yet";
    private timer: NodeJS.Timeout | undefined;
    private seconds: number;
    private readonly expired: (what: string) => void;

    constructor(seconds: number, expired: (what: string) => void) {
        this.seconds = seconds;
        this.expired = expired;
        this.touch();
    }

    begin(what: string): () => void {
        this.underWay.push(what);
        this.touch();
        return () => {
            this.underWay.splice(this.underWay.indexOf(what), 1);
            this.last = what;
            this.touch();
        };
    }

    /** From now on the program may be silent for so long only. */
    hurry(seconds: number): void {
        this.seconds = Math.min(this.seconds, seconds);
        this.touch();
    }

    end(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
    }

    private touch(): void {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => {
            const waiting = this.underWay.length > 0 ? this.underWay.join(", ") : "the program itself";
            this.expired(`It waits for ${waiting}; the last that it asked for was ${this.last}.`);
        }, this.seconds * 1000);
    }
}

/** Runs the program to its end against the engine; throws where it ends in any other way. */
export async function run(options: RunOptions): Promise<void> {
    const { engine } = options;
    const printed: string[] = [];
    const errors: string[] = [];
    let fail: (error: Error) => void = () => undefined;
    const failure = new Promise<never>((_, reject) => (fail = reject));
    failure.catch(() => undefined);
    const activity = new Activity(options.timeoutSeconds, (what) =>
        fail(
            new Misuse(
                errors.join("\n") || `The program asked for nothing for ${options.timeoutSeconds} s. ${what}`,
            ),
        ),
    );
    let finished: Promise<void> | undefined;
    const finish = () => (finished ??= options.finish());
    const conversation: Conversation = {
        log: (severity, message, urn) => {
            if (severity === "debug") return; // the SDK's own: the CLI hides it, and it shows secrets
            if (severity === "error") {
                errors.push(message);
                activity.hurry(SECONDS_AFTER_AN_ERROR);
            }
            options.onLine({ severity, message, urn });
        },
        finished: finish,
        failed: (error) => fail(error instanceof Misuse ? error : new Misuse(error.message)),
        busy: (what) => activity.begin(what),
    };
    const server = await serve(engine, conversation);
    const child = options.start(server.address);
    const hear = (data: Buffer) => {
        printed.push(String(data));
        options.onLine({ severity: "output", message: String(data), urn: "" });
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    try {
        const [code] = (await Promise.race([once(child, "close"), failure, options.aborted])) as [
            number | null,
        ];
        if (code !== 0) {
            const said = [...errors, printed.join("").trim()].filter(Boolean).join("\n");
            throw new Misuse(said || `The program ended with exit code ${code}.`);
        }
        if (!engine.outputsAreIn) {
            throw new Misuse(
                "The program exited before it had finished: its stack has no outputs yet (process.exit?).",
            );
        }
        await finish();
    } finally {
        activity.end();
        stop(child);
        engine.callbacks.close();
        server.close();
    }
}
