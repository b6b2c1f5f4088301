import { paginateDescribeAlarms, type CompositeAlarm, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { asked, type Cloud } from "../cloud.ts";
import { outputOf, type Environment } from "../environment.ts";
import { alarmsOf, refusing, type AlarmState } from "./alarms.ts";
import type { Place } from "./place.ts";

/** Every alarm of an environment that is red, by where it is sent; and of those that take a release back the missing ones. */
export async function redAlarms(cloud: Cloud, environment: Environment, place: Place): Promise<AlarmState[]> {
    const ActionPrefix = outputOf(environment, "alertsTopicArn");
    const client = cloud.alarms();
    const all: (MetricAlarm | CompositeAlarm)[] = [];
    const read = async () => {
        const question = { ActionPrefix, AlarmTypes: ["MetricAlarm" as const, "CompositeAlarm" as const] };
        for await (const page of paginateDescribeAlarms({ client }, question))
            all.push(...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? []));
    };
    await asked("cloudwatch:DescribeAlarms", read());
    const red = all.filter(({ StateValue }) => StateValue === "ALARM");
    const found = red.map(({ AlarmName: name = "?", StateReason: reason = "" }) => ({
        ...{ name, reason },
        state: "ALARM",
    }));
    const names = found.map(({ name }) => name);
    const missing = refusing(await alarmsOf(cloud, place)).filter(({ name }) => !names.includes(name));
    return [...found, ...missing];
}
