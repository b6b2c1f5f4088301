/** Only the comparison with a live `pulumi` CLI may be missing in CI: its recordings are tested in its stead. */
const MAY_SKIP_IN_CI = /(^|\/)test\/engine\/live[^/]*(\/|$)/;

const NO_REASON = "gives no reason";
const EXCERPT_LINES = 12;
const EXCERPT_COLUMNS = 300;

/** What the mocha run hands over, by scripts/lib/mocha-report.cjs. */
export interface TestReport {
    passed: number;
    failures: { title: string; error: string }[];
    skipped: Skip[];
}

interface Skip {
    title: string;
    /** From skipUnless() of test/support/skip.ts. */
    reason?: string;
    file?: string;
}

interface Verdict {
    lines: string[];
    code: 0 | 1;
}

/**
 * What is printed after mocha's own report: every skip under its reason, every failure with the start of its error, so
 * that who sees only the end of a log knows what to open, and the last line.
 */
export function judge(report: TestReport, inCi: boolean): Verdict {
    const barred = inCi ? report.skipped.filter((skip) => !MAY_SKIP_IN_CI.test(skip.file ?? "")) : [];
    const allowed = report.skipped.filter((skip) => !barred.includes(skip));
    const failed = report.failures.length + barred.length;
    const names = report.skipped.map((skip) => skip.title).join(", ");
    return {
        lines: [
            ...byReason(allowed).map(([reason, titles]) => `skipped: ${reason}: ${titles.join(", ")}`),
            ...barred.map(({ title, reason }) => `FAILED, CI may not skip: ${title}: ${reason ?? NO_REASON}`),
            ...report.failures.map(({ title, error }) => `FAILED: ${title}\n${excerpt(error)}`),
            `${report.passed} passed, ${failed} failed${names && `, ${report.skipped.length} skipped: ${names}`}`,
        ],
        code: failed === 0 && report.passed > 0 ? 0 : 1,
    };
}

/** The report of several runs, as of one. */
export function merged(reports: TestReport[]): TestReport {
    return {
        passed: reports.reduce((sum, { passed }) => sum + passed, 0),
        failures: reports.flatMap(({ failures }) => failures),
        skipped: reports.flatMap(({ skipped }) => skipped),
    };
}

function byReason(skipped: Skip[]): [string, string[]][] {
    const titles = new Map<string, string[]>();
    for (const { title, reason = NO_REASON } of skipped) {
        titles.set(reason, [...(titles.get(reason) ?? []), title]);
    }
    return [...titles];
}

/** Enough to know the fault by; mocha's report above has the whole of it. */
function excerpt(error: string): string {
    const lines = error.split("\n").slice(0, EXCERPT_LINES);
    return lines.map((line) => `    ${line.slice(0, EXCERPT_COLUMNS)}`).join("\n");
}
