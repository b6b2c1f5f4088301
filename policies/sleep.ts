import * as aws from "@pulumi/aws";
import { plansOf, testsOf } from "./backups.ts";
import { add } from "./edits.ts";
import type { Node } from "./graph.ts";
import { minutesBetween } from "./heartbeats.ts";
import type { Edit } from "./rule.ts";
import { Stack } from "./stack.ts";

/** Minutes between two looks: a deployment waits for it to wake up. */
const MOST_MINUTES = 5;

/** What puts a database to sleep says of itself: the hours of Monday to Friday in which it is awake. */
interface Sleeper {
    node: Node<any>;
    timezone: string;
    wakesAt: number;
    sleepsAt: number;
}

/** The functions that stop this instance, by the variables that components/guard/sleep.ts gives them. */
export function sleepersOf(db: Node<any>, stack: Stack): Sleeper[] {
    const functions = stack.all(aws.lambda.Function) as Node<any>[];
    return functions.flatMap((node) => {
        const { WAKES_AT, SLEEPS_AT, TIMEZONE, DATABASES } = (node.props.environment?.variables ??
            {}) as Record<string, string>;
        if (WAKES_AT === undefined || !String(DATABASES).split(",").includes(db.props.identifier)) return [];
        return [{ node, timezone: TIMEZONE!, wakesAt: Number(WAKES_AT), sleepsAt: Number(SLEEPS_AT) }];
    });
}

/** What of a database has to happen, and would while it is stopped. */
export function sleptThrough(db: Node<any>, sleeper: Sleeper, stack: Stack): string | undefined {
    const rules = plansOf(db, stack).flatMap(({ props }) => props.rules as Record<string, string>[]);
    const tests = testsOf(db, stack).map(({ props }) => props as Record<string, string>);
    const backup = rules.find((one) => !isIn(sleeper, one.schedule!, one.scheduleExpressionTimezone));
    if (backup) return `its backup at ${backup.schedule}`;
    const test = tests.find((one) => !isIn(sleeper, one.scheduleExpression!, one.scheduleExpressionTimezone));
    if (test) return `the test of its backups at ${test.scheduleExpression}`;
    const windows = [db.props.backupWindow, db.props.maintenanceWindow].map(String);
    return windows.find((window) => !isWindowIn(sleeper, window));
}

/** Whether a schedule begins in waking hours, each time: one that nobody can read may begin in any. */
function isIn({ timezone, wakesAt, sleepsAt }: Sleeper, cron: string, zone = "Etc/UTC"): boolean {
    const [, hours, days] = /^cron\(\d+ (\d+) \? \* ([A-Z,-]+) \*\)$/.exec(cron) ?? [];
    const working = /^(MON|TUE|WED|THU|FRI)([,-](TUE|WED|THU|FRI))*$/.test(days ?? "");
    const [one, other] = [zone, timezone].map((name) => (name === "Etc/UTC" ? "UTC" : name));
    const isSame = one === other;
    return isSame && working && Number(hours) >= wakesAt && Number(hours) < sleepsAt;
}

/** The same of a window in UTC, `hh:mm-hh:mm`, of a day of the week or of each. The clocks may be put forward. */
function isWindowIn({ timezone, wakesAt, sleepsAt }: Sleeper, window: string): boolean {
    const [, day, hour, minute] = /^([a-z]{3}:)?(\d\d):(\d\d)-/i.exec(window) ?? [];
    if (hour === undefined) return false;
    return ["2026-01-05", "2026-07-06"].every((monday) => {
        const at = ["mon:", "tue:", "wed:", "thu:", "fri:", "sat:", "sun:"].indexOf(day ?? "wed:");
        const start = new Date(Date.parse(`${monday}T${hour}:${minute}:00Z`) + at * 86_400_000);
        const style = { timeZone: timezone, hour: "2-digit", weekday: "short", hourCycle: "h23" } as const;
        const parts = new Intl.DateTimeFormat("en-US", style).formatToParts(start);
        const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
        const local = Number(part("hour"));
        return !part("weekday").startsWith("S") && local >= wakesAt && local < sleepsAt;
    });
}

/** Whether the sleeper is called every few minutes: it wakes nothing by itself. */
export function isWakened({ node }: Sleeper, stack: Stack): boolean {
    const calls = stack.all(aws.scheduler.Schedule).filter((one) => {
        const isOn = one.props.state !== "DISABLED";
        return isOn && minutesBetween(one.props.scheduleExpression) <= MOST_MINUTES;
    });
    return calls.some((one) =>
        stack.named(one, "target", aws.lambda.Function).some(({ urn }) => urn === node.urn),
    );
}

/** Puts a database to sleep from 20 to 7 UTC, with all that it needs in its hours but what is given. */
export function asleep(own: { isWakened?: false; backup?: string; test?: string; window?: string }): Edit {
    return (db, nodes) => {
        const stack = new Stack(nodes);
        const edited = (found: readonly Node<any>[]) =>
            nodes.filter(({ urn }) => found.some((one) => one.urn === urn));
        for (const plan of edited(plansOf(db, stack)))
            for (const rule of plan.props.rules) rule.schedule = own.backup ?? "cron(0 11 ? * MON-FRI *)";
        for (const test of edited(testsOf(db, stack)))
            test.props.scheduleExpression = own.test ?? "cron(0 12 ? * MON *)";
        db.props.backupWindow = own.window ?? "08:00-08:30";
        db.props.maintenanceWindow = "wed:14:00-wed:14:30";
        const name = "sleeper-of-the-night";
        const variables = { TIMEZONE: "UTC", WAKES_AT: "7", SLEEPS_AT: "20", DATABASES: db.props.identifier };
        add(aws.lambda.Function, () => ({ name, arn: `arn:x:function:${name}`, environment: { variables } }))(
            db,
            nodes,
        );
        const call = { scheduleExpression: "rate(1 minute)", target: { arn: `arn:x/${name}` } };
        if (own.isWakened !== false) add(aws.scheduler.Schedule, () => call)(db, nodes);
    };
}
