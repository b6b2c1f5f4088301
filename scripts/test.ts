/**
 * Runs the tests, prints every skip with its reason, and counts all of them in the last line.
 *
 *     npm test -- -g "refuses" test/rehearsal/limits.test.ts
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { answer, Misuse, start, type Command } from "./lib/command.ts";
import { inTurns } from "./lib/in-turns.ts";
import { judge, merged, type TestReport } from "./lib/test-report.ts";
import { roomsOf } from "./lib/test-rooms.ts";
import type { World } from "./lib/world.ts";
import { main as servers } from "./servers.ts";

const command: Command = {
    name: "test",
    says: "Runs the tests; with CI set, a skip outside test/engine/live* is a failure.",
    example: 'npm test -- -g "refuses" test/rehearsal/limits.test.ts',
    options: {
        grep: { type: "string", short: "g", value: "PATTERN", says: "Only tests whose full name matches." },
        bail: { type: "boolean", short: "b", says: "Stop at the first failure." },
        "no-servers": {
            type: "boolean",
            says: "Don't look for the servers that tests can use, nor install them.",
        },
    },
    operands: "[FILE|FOLDER...]",
    exits: { good: "all passed", faults: "some failed" },
};

/** Node reads the file at every start, which takes longer than the start itself; tests speak to nobody outside. */
const OF_ALL = { NODE_EXTRA_CA_CERTS: "" };
/** Among all tests, one that can say nearly as much in half the time does. */
const BRIEF = { AIRWORTHY_BRIEF: "1" };

export function main(argv: string[], world: World): Promise<number> {
    return answer(command, argv, world, async (given) => {
        const chosen = given.operands.length > 0;
        const groups = chosen
            ? [given.operands.flatMap((one) => testsAt(world.cwd, one))]
            : roomsOf(testsIn(world.cwd), (file) => rehearses(path.resolve(world.cwd, file)));
        if (!given.flag("no-servers")) await servers([], world);

        const grep = given.text("grep");
        const options = [
            ...(grep === undefined ? [] : ["--grep", grep]),
            ...(given.flag("bail") ? ["--bail"] : []),
        ];
        // One more than there are processors, for much of a test is waiting. With three more on two of them the same tests took
        // a third more of the processors' time, and a tenth more time.
        const reports = await inTurns(availableParallelism() + 1, groups, (files) =>
            mocha(world, [...options, ...files], chosen),
        );
        const report = merged(reports);
        const { lines, code } = judge(report, Boolean(world.env.CI));
        lines.forEach((line) => world.out(line));
        if (report.passed + report.failures.length + report.skipped.length === 0)
            world.err("No test matched.");
        return code;
    });
}

/** Mocha itself takes a folder for what lies in it alone, and only where nothing but folders is asked for. */
function testsAt(cwd: string, asked: string): string[] {
    if (!existsSync(path.resolve(cwd, asked)))
        throw new Misuse(`There is no ${asked}: name a file or a folder of tests.`);
    return statSync(path.resolve(cwd, asked)).isDirectory() ? testsIn(cwd, asked) : [asked];
}

function testsIn(cwd: string, folder = "test"): string[] {
    const files = readdirSync(path.resolve(cwd, folder), { recursive: true, encoding: "utf8" });
    return files
        .filter((file) => file.endsWith(".test.ts"))
        .map((file) => path.join(folder, file))
        .sort();
}

/** Whether it asks for rehearsals of this blueprint, which all that do share. */
function rehearses(file: string): boolean {
    return /"[./]+\/support\/(rules-)?rehearsed\.ts"/.test(readFileSync(file, "utf8"));
}

/** Runs mocha; what it prints is shown as it comes, or, where others run beside it, when it has ended. */
async function mocha(world: World, args: string[], show: boolean): Promise<TestReport> {
    const folder = mkdtempSync(path.join(tmpdir(), "airworthy-test-"));
    const file = path.join(folder, "report.json");
    try {
        const ran = await world.run(
            process.execPath,
            [
                path.join("node_modules", "mocha", "bin", "mocha.js"),
                ...["--reporter", "scripts/lib/mocha-report.cjs", "--reporter-option", `to=${file}`],
                ...["--exit", "--forbid-only", ...args],
            ],
            { show, env: { ...OF_ALL, ...(!show && BRIEF) } },
        );
        if (!show) world.out(ran.output);
        return reportOf(file, ran.code, args);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

function reportOf(file: string, code: number, args: string[]): TestReport {
    const lost = (error: string) => ({
        passed: 0,
        failures: [{ title: args.join(" "), error }],
        skipped: [],
    });
    if (!existsSync(file)) return lost(`mocha ended with exit ${code} before it could report`);
    const report = JSON.parse(readFileSync(file, "utf8")) as TestReport;
    const isQuiet = code !== 0 && report.failures.length === 0;
    return isQuiet ? merged([report, lost(`mocha ended with exit ${code} though no test failed`)]) : report;
}

start(import.meta.url, main);
