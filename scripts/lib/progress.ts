import { stripVTControlCharacters } from "node:util";
import type { Line } from "../../rehearsal/run.ts";
import type { World } from "./world.ts";

const SECONDS_BETWEEN = 5;

/** What a person sees of a stack while it is rehearsed: whole lines on stderr, so that a log of them reads well. */
export class Progress {
    private readonly lines: Line[] = [];
    private readonly begun = Date.now();
    private readonly timer: NodeJS.Timeout;
    private readonly stack: string;
    private readonly world: World;
    private count = 0;
    private last = "";

    constructor(stack: string, world: World) {
        this.stack = stack;
        this.world = world;
        this.say("rehearsing ...");
        this.timer = setInterval(() => {
            this.say(`${this.counted()} so far${this.last && `, the last is ${this.last}`} ...`);
        }, SECONDS_BETWEEN * 1000).unref();
    }

    resource({ type, name }: { type: string; name: string }): void {
        this.count++;
        this.last = `${type} ${name}`;
    }

    line(line: Line): void {
        this.lines.push(line);
    }

    /** It ran to its end, or to the error that says why it did not. */
    end(error?: string): void {
        clearInterval(this.timer);
        const shown = this.lines.filter(({ severity }) => severity !== "warning"); // those are in the report
        const said = shown.map(({ message }) => message).filter((message) => !error?.includes(message));
        if (said.length > 0) this.say(`it printed:\n${said.join("\n")}`);
        if (error !== undefined) this.say(error);
        else this.say(`${this.counted()} in ${((Date.now() - this.begun) / 1000).toFixed(1)} s`);
    }

    private counted(): string {
        return `${this.count} resource${this.count === 1 ? "" : "s"}`;
    }

    private say(text: string): void {
        const line = `${this.stack}: ${text}`;
        this.world.err(inColour(this.world) ? line : stripVTControlCharacters(line));
    }
}

/** Colours are for a terminal whose owner has not said no to them (no-color.org). */
function inColour(world: World): boolean {
    return process.stderr.isTTY && !world.env.NO_COLOR;
}
