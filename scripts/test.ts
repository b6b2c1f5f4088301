/**
 * Runs the tests, prints every skip with its reason, and counts all of them in the last line.
 *
 *     npm test -- -g "refuses" test/rehearsal/limits.test.ts
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { answer, start, type Command } from "./lib/command.ts";
import type { Skip, TestReport } from "./lib/test-report.ts";
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
    operands: "[FILE...]",
    exits: { good: "all passed", faults: "some failed" },
};

/** Only the comparison with a live `pulumi` CLI may be missing in CI: its recordings are tested in its stead. */
const MAY_SKIP_IN_CI = /(^|\/)test\/engine\/live[^/]*(\/|$)/;

interface Verdict {
    lines: string[];
    code: 0 | 1;
}

/** What is printed after mocha's own report: every skip and why, what CI makes of it, and the last line. */
export function judge(report: TestReport, inCi: boolean): Verdict {
    const barred = inCi ? report.skipped.filter((skip) => !MAY_SKIP_IN_CI.test(skip.file ?? "")) : [];
    const failed = report.failed + barred.length;
    const names = report.skipped.map((skip) => skip.title).join(", ");
    return {
        lines: [
            ...report.skipped.map(
                (skip) => `${barred.includes(skip) ? "FAILED, CI may not skip" : "skipped"}: ${told(skip)}`,
            ),
            `${report.passed} passed, ${failed} failed${names && `, ${report.skipped.length} skipped: ${names}`}`,
        ],
        code: failed === 0 && report.passed > 0 ? 0 : 1,
    };
}

export function main(argv: string[], world: World): Promise<number> {
    return answer(command, argv, world, async (given) => {
        if (!given.flag("no-servers")) await servers([], world);

        const folder = mkdtempSync(path.join(tmpdir(), "airworthy-test-"));
        const file = path.join(folder, "report.json");
        const grep = given.text("grep");
        const ran = await world.run(
            process.execPath,
            [
                path.join("node_modules", "mocha", "bin", "mocha.js"),
                ...["--reporter", "scripts/lib/test-report.ts", "--reporter-option", `to=${file}`],
                ...["--exit", "--forbid-only"],
                ...(grep === undefined ? [] : ["--grep", grep]),
                ...(given.flag("bail") ? ["--bail"] : []),
                ...(given.operands.length > 0 ? given.operands : ["test/**/*.test.ts"]),
            ],
            { show: true },
        );
        const report = reportIn(file);
        rmSync(folder, { recursive: true, force: true });
        if (!report) {
            world.err(`The tests ended with exit ${ran.code} before mocha could report.`);
            world.out("0 passed, 1 failed");
            return 1;
        }
        const { lines, code } = judge(report, Boolean(world.env.CI));
        lines.forEach((line) => world.out(line));
        if (report.passed + report.failed + report.skipped.length === 0) world.err("No test matched.");
        return ran.code === 0 ? code : 1;
    });
}

function reportIn(file: string): TestReport | undefined {
    try {
        return JSON.parse(readFileSync(file, "utf8")) as TestReport;
    } catch {
        return undefined;
    }
}

function told({ title, reason = "gives no reason" }: Skip): string {
    return `${title}: ${reason}`;
}

start(import.meta.url, main);
