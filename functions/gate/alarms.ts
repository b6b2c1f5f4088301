import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import type { World } from "./world.ts";

/** The alarms that say no, each with its state: red, or not there to say anything. */
export async function refusing({ cloudwatch, alarms }: World): Promise<string[]> {
    // At most 100 a call, and ECS takes no more than 10 for a service.
    const asked = new DescribeAlarmsCommand({
        AlarmNames: alarms,
        AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
    });
    const { MetricAlarms = [], CompositeAlarms = [] } = await cloudwatch.send(asked);
    const states = new Map(
        [...MetricAlarms, ...CompositeAlarms].map((one) => [one.AlarmName, one.StateValue]),
    );
    const told = alarms.map((name) => [name, states.get(name) ?? "missing"]);
    // Without data yet, as all are at the first deployment, is not red.
    return told
        .filter(([, state]) => state !== "OK" && state !== "INSUFFICIENT_DATA")
        .map((one) => one.join(" is "));
}
