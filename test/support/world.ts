import type { Ran, World } from "../../scripts/lib/world.ts";
import { HOUSE } from "./house.ts";

interface Fake {
    /** What a command leaves behind. @default exit 0 in silence */
    ran?: (command: string, args: string[]) => Ran;
    exists?: (file: string) => boolean;
    env?: Record<string, string>;
    isRoot?: boolean;
    /** What a person types, in turn. @default nobody is there */
    answers?: string[];
}

/** A world for scripts that runs nothing, and keeps what was said (`lines`) and asked for (`commands`). */
export function fakeWorld({ ran, exists, env = {}, isRoot = false, answers = [] }: Fake) {
    const lines: string[] = [];
    const commands: string[] = [];
    const world: World = {
        cwd: HOUSE,
        env,
        isRoot,
        out: (text) => void lines.push(text),
        err: (text) => void lines.push(text),
        exists: exists ?? (() => true),
        run: (command, args) => {
            commands.push([command, ...args].join(" "));
            return Promise.resolve(ran?.(command, args) ?? { code: 0, output: "" });
        },
        attach: () => Promise.resolve(0),
        ask: (question) => {
            lines.push(question);
            return Promise.resolve(answers.shift());
        },
        pause: () => Promise.resolve(),
    };
    return { ...world, lines, commands };
}
