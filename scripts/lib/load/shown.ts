import { span, table } from "../table.ts";
import { shown, type Verdict } from "./judge.ts";
import type { Measured, Spread } from "./tally.ts";

/** One line while it goes on. */
export function progress(
    passed: number,
    { rate, seconds }: { rate: number; seconds: number },
    now: Measured,
): string {
    const time = (all: number) => `${Math.floor(all / 60)}:${String(Math.floor(all % 60)).padStart(2, "0")}`;
    const wrong = now.users - now.underWay - now.passed;
    return [
        `load: ${time(Math.min(passed, seconds))} of ${time(seconds)}, ${shown(rate)} users a second`,
        `${now.users} came, ${now.underWay} on their way, ${wrong} failed`,
        `p95 ${shown(now.request.p95)} ms`,
    ].join("; ");
}

/** What it came to, as a person reads it. */
export function resultText(
    { verdict, reasons }: { verdict: Verdict | undefined; reasons: string[] },
    measured: Measured,
    seconds: number,
): string {
    const { users, passed, underWay, errorPercent, errors, requests } = measured;
    const row = (name: string, { p50, p95, p99, max }: Spread) => [
        name,
        ...[p50, p95, p99, max].map((one) => `${shown(one)} ms`),
    ];
    return [
        ...(verdict === undefined ? [] : [verdict.toUpperCase()]),
        ...reasons.map((reason) => `  ${reason}`),
        `users     ${users} came in ${span(seconds * 1000)}, ${passed} got through, ${underWay} were on their way at the end`,
        `requests  ${requests}`,
        `errors    ${shown(errorPercent)} % of the users`,
        "",
        table(
            ["TIME", "P50", "P95", "P99", "LONGEST"],
            [
                row("a request", measured.request),
                row("all steps", measured.workflow),
                row("the generator was late", measured.late),
            ],
        ),
        ...(errors.length === 0
            ? []
            : [
                  "",
                  table(
                      ["ERRORS", "WHERE AND WHAT", "SUCH AS"],
                      errors.map(({ kind, count, example }) => [String(count), kind, example.slice(0, 100)]),
                  ),
              ]),
    ].join("\n");
}
