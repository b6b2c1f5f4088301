import { realpathSync } from "node:fs";
import { parseArgs } from "node:util";
import { pathToFileURL } from "node:url";
import { tame } from "./table.ts";
import { realWorld, type World } from "./world.ts";

interface Option {
    type: "boolean" | "string";
    short?: string;
    multiple?: boolean;
    /** What stands for the value in the help, such as "DIR". */
    value?: string;
    /** One line of help. */
    says: string;
}

/** How a command explains itself: what `--help` prints and what a wrong argument is held against. */
export interface Command {
    name: string;
    /** What it does, in one sentence. */
    says: string;
    example: string;
    options: Record<string, Option>;
    /** What the arguments without a dash are, such as "[FILE...]"; without it there are none. */
    operands?: string;
    /** What it takes for granted. */
    assumes?: string;
    /** What the exit codes 0 and 1 mean here; 2 is misuse everywhere. */
    exits: { good: string; faults: string };
}

export interface Given {
    flag(name: string): boolean;
    text(name: string): string | undefined;
    texts(name: string): string[];
    operands: string[];
}

/**
 * Answers `--help` (0) and unknown arguments (2) the same way in every command, and hands the rest to `body`.
 * An argument that makes no sense is thrown as `Misuse` by the body, and what stands in the way as `Refusal`.
 */
export async function answer(
    command: Command,
    argv: string[],
    world: World,
    body: (given: Given) => Promise<number>,
): Promise<number> {
    try {
        const { values, positionals } = parseArgs({
            args: argv,
            options: { ...parserOptions(command), help: { type: "boolean", short: "h" } },
            allowPositionals: true,
        });
        if (values.help) {
            world.out(helpOf(command));
            return 0;
        }
        if (positionals.length > 0 && !command.operands) {
            throw new Misuse(`unexpected argument "${positionals[0]}"`);
        }
        return await body(given(values, positionals));
    } catch (error) {
        if (error instanceof Refusal) {
            world.err(`${command.name}: ${shown(error)}`);
            return 2;
        }
        if (!isMisuse(error)) throw error;
        world.err(
            `${command.name}: ${shown(error)}\n"npm run ${command.name} -- --help" lists what it takes.`,
        );
        return 2;
    }
}

/** It may hold what others have written, or typed. */
function shown({ message }: Error): string {
    return message.split("\n").map(tame).join("\n");
}

/** Arguments that the command can't follow: exit 2. */
export class Misuse extends Error {}

/** The arguments make sense, and something else stands in the way; the message says what to do about it: exit 2. */
export class Refusal extends Error {}

/** Runs `main` when the file was started as a command, and not when a test imports it. */
export function start(moduleUrl: string, main: (argv: string[], world: World) => Promise<number>): void {
    // Node resolves links in a module's URL but not in argv.
    if (moduleUrl !== pathToFileURL(realpathSync(process.argv[1] ?? ".")).href) return;
    // Whoever reads the output may have enough of it before its end, as `head` does.
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "EPIPE") throw error;
    });
    main(process.argv.slice(2), realWorld()).then(
        (code) => (process.exitCode = code),
        (error: unknown) => {
            console.error(error);
            process.exitCode = 2;
        },
    );
}

function helpOf(command: Command): string {
    const rows = Object.entries({ ...command.options, help: HELP }).map(([name, option]) => {
        const long = `--${name}${option.type === "string" ? ` ${option.value ?? "VALUE"}` : ""}`;
        return [`  ${option.short ? `-${option.short}, ` : ""}${long}`, option.says] as const;
    });
    const width = Math.max(...rows.map(([left]) => left.length));
    return [
        `${command.says}`,
        "",
        `Usage: npm run ${command.name} -- [options]${command.operands ? ` ${command.operands}` : ""}`,
        `Example: ${command.example}`,
        "",
        ...rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`),
        ...(command.assumes ? ["", command.assumes] : []),
        "",
        `Exit codes: 0 ${command.exits.good}, 1 ${command.exits.faults}, 2 misuse.`,
    ].join("\n");
}

const HELP: Option = { type: "boolean", short: "h", says: "Print this and do nothing." };

function parserOptions(command: Command) {
    return Object.fromEntries(
        Object.entries(command.options).map(([name, { type, short, multiple }]) => [
            name,
            { type, ...(short && { short }), multiple: multiple ?? false },
        ]),
    );
}

function given(values: Record<string, unknown>, operands: string[]): Given {
    return {
        flag: (name) => values[name] === true,
        text: (name) => (typeof values[name] === "string" ? values[name] : undefined),
        texts: (name) => (Array.isArray(values[name]) ? values[name].map(String) : []),
        operands,
    };
}

function isMisuse(error: unknown): error is Error {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return error instanceof Misuse || code.startsWith("ERR_PARSE_ARGS");
}
