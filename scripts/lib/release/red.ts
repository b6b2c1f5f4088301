import { paginateDescribeAlarms, type CompositeAlarm, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { asked, regionOf, type Cloud } from "../cloud.ts";
import { outputOf, type Environment } from "../environment.ts";
import { alarmsOf, refusing, type AlarmState } from "./alarms.ts";
import type { Place } from "./place.ts";

/**
 * Every alarm of an environment that is red, by where it is sent: to whom it may wait for, who is paged, and from the edge;
 * and of those that take a release back the missing ones.
 */
export async function redAlarms(
    cloud: Cloud,
    environment: Environment,
    place: Place,
): Promise<(AlarmState & { region: string })[]> {
    const { region } = environment;
    const all: (AlarmState & { region: string })[] = [];
    const topics = ["alertsTopicArn", "pageTopicArn", "edgeTopicArn"].map((one) =>
        outputOf(environment, one),
    );
    // That of the edge may be the first.
    for (const topic of new Set(topics)) all.push(...(await redOf(cloud, topic)));
    all.push(...refusing(await alarmsOf(cloud, place)).map((one) => ({ ...one, region })));
    return all.filter((one, at) => all.findIndex((other) => isSame(one, other)) === at);
}

const isSame = (...[a, b]: { name: string; region: string }[]) =>
    a?.name === b?.name && a?.region === b?.region;

async function redOf(cloud: Cloud, ActionPrefix: string) {
    const region = regionOf(ActionPrefix);
    const client = cloud.alarms(region);
    const all: (MetricAlarm | CompositeAlarm)[] = [];
    const read = async () => {
        const question = { ActionPrefix, AlarmTypes: ["MetricAlarm" as const, "CompositeAlarm" as const] };
        for await (const page of paginateDescribeAlarms({ client }, question))
            all.push(...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? []));
    };
    await asked("cloudwatch:DescribeAlarms", read());
    return all
        .filter(({ StateValue }) => StateValue === "ALARM")
        .map(({ AlarmName: name = "?", StateReason: reason = "" }) => ({
            name,
            reason,
            region,
            state: "ALARM",
        }));
}
