import { writeFileSync } from "node:fs";
import Mocha from "mocha";

/** What the mocha run hands to `npm test`. */
export interface TestReport {
    passed: number;
    failed: number;
    skipped: Skip[];
}

export interface Skip {
    title: string;
    /** From skipUnless() of test/support/skip.ts. */
    reason?: string;
    file?: string;
}

type Reasoned = { skipReason?: string; parent?: Reasoned };

/** Mocha's own spec report, and a file (option `to`) with the counts and with every skip's reason. */
export default class Report extends Mocha.reporters.Spec {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
        super(runner, options);
        const report: TestReport = { passed: 0, failed: 0, skipped: [] };
        const to = (options.reporterOptions as { to: string }).to;
        runner.on("pass", () => report.passed++);
        runner.on("fail", () => report.failed++);
        runner.on("pending", (test) => {
            const reason = reasonOf(test as Reasoned);
            report.skipped.push({ title: test.fullTitle(), reason, file: test.file });
        });
        runner.on("end", () => writeFileSync(to, JSON.stringify(report)));
    }
}

function reasonOf(test: Reasoned | undefined): string | undefined {
    return test && (test.skipReason ?? reasonOf(test.parent));
}
