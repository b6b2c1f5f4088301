/**
 * Runs the tests, prints every skip with its reason, and counts all of them in the last line.
 *
 *     npm test -- -g "refuses" test/rehearsal/limits.test.ts
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { answer, start, type Command } from "./lib/command.ts";
import { judge, type TestReport } from "./lib/test-report.ts";
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
                ...["--reporter", "scripts/lib/mocha-report.cjs", "--reporter-option", `to=${file}`],
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
        if (report.passed + report.failures.length + report.skipped.length === 0)
            world.err("No test matched.");
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

start(import.meta.url, main);
