import { Alarm, type AlarmProps, type Find } from "../alarms/alarm.ts";
import type { Thing } from "../alarms/emitters.ts";
import { Metric } from "../alarms/metric.ts";
import { alarmsOf } from "../alarms/rehearsed.ts";
import { BEYOND } from "../alarms/state.ts";
import type { LocalAlarm, Period } from "../../scripts/lib/local-ecs/alarms.ts";
import { GROUPS, type Counted, type Group } from "../../scripts/lib/local-ecs/balancer.ts";

/** What the product's alarms on one group of targets are called before its name, and these groups in the program. */
const WHAT = ["errors", "latency"] as const;
const GROUP_OF: Record<Group, string> = { web: "primary", "web-alternate": "alternate" };

/**
 * The product's own rollback alarms, as a rehearsal made them, over what haproxy has counted: their metrics, expressions,
 * bounds, minimum of requests and periods. One that looks at another group of targets than its name says stays silent.
 */
export function productAlarms(things: readonly Thing[]): () => LocalAlarm[] {
    const all = alarmsOf(things);
    const own = (name: string): AlarmProps => {
        const found = all.find(({ what }) => what === name);
        if (found === undefined || !("props" in found)) throw new Error(`The program has no alarm ${name}.`);
        return found.props;
    };
    const names = namesOf(things);
    return () =>
        WHAT.map((what): LocalAlarm => {
            const past: Period[] = [];
            const declared = GROUPS.map((group) => ({ group, props: own(`${what}-${GROUP_OF[group]}`) }));
            const rings = (period: Period) => {
                past.push(period);
                return declared.some(({ group, props }) => {
                    past.splice(0, past.length - props.evaluationPeriods - BEYOND);
                    const alarm = new Alarm(props, found(past, group, names[group]));
                    if (alarm.period !== 1) throw new Error(`${props.name}: a period is not a minute.`);
                    return alarm.evaluate(past.length) === "ALARM";
                });
            };
            return { name: what, rings };
        });
}

/** What metrics know the groups of targets by. */
function namesOf(things: readonly Thing[]): Record<Group, string> {
    const all = things.filter(({ type }) => type === "aws:lb/targetGroup:TargetGroup");
    const of = (group: Group) => {
        const one = all.find(({ name }) => name.endsWith("-alternate") === (group === "web-alternate"));
        if (one === undefined || all.length !== GROUPS.length)
            throw new Error(`The program has ${all.length} groups of targets, and not ${GROUPS.length}.`);
        return String(one.outputs.arnSuffix);
    };
    return { web: of("web"), "web-alternate": of("web-alternate") };
}

/** As CloudWatch has what a load balancer counts: nothing where it is zero. */
const SAMPLES: Record<string, (counted: Counted) => number[]> = {
    RequestCount: ({ requests }) => (requests > 0 ? [requests] : []),
    HTTPCode_Target_5XX_Count: ({ errors }) => (errors > 0 ? [errors] : []),
    // Tasks that are gone are none of these faults.
    TargetConnectionErrorCount: () => [],
    // Of each answer the mean of all: haproxy has no percentiles.
    TargetResponseTime: ({ answered, meanMs }) =>
        Array.from({ length: Math.max(0, answered) }, () => meanMs / 1000),
};

function found(past: readonly Period[], group: Group, name: string): Find {
    return (_namespace, metricName, { TargetGroup }) => {
        const samples = SAMPLES[metricName];
        if (samples === undefined) throw new Error(`Nobody counts ${metricName} here.`);
        if (TargetGroup !== name) return undefined;
        return new Metric((minute) => samples(past[minute]![group]), 0, past.length);
    };
}
