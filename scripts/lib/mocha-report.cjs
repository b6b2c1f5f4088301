const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

/**
 * Mocha's own spec report, and a file (option `to`) with what failed and why, and with every skip's reason: a
 * `TestReport` of ./test-report.ts. It is CommonJS because mocha `require`s its reporters.
 */
module.exports = class Report extends reporters.Spec {
    constructor(runner, options) {
        super(runner, options);
        const report = { passed: 0, failures: [], skipped: [] };
        runner.on("pass", () => report.passed++);
        runner.on("fail", (test, error) => {
            report.failures.push({ title: test.fullTitle(), error: String(error) });
        });
        runner.on("pending", (test) => {
            report.skipped.push({ title: test.fullTitle(), reason: reasonOf(test), file: test.file });
        });
        runner.on("end", () => writeFileSync(options.reporterOptions.to, JSON.stringify(report)));
    }
};

/** From skipUnless() of test/support/skip.ts, of the test or of the suite around it. */
function reasonOf(test) {
    return test && (test.skipReason ?? reasonOf(test.parent));
}
