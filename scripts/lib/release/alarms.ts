import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { asked, type Cloud } from "../cloud.ts";
import type { Place } from "./place.ts";

export interface AlarmState {
    name: string;
    /** "OK", "ALARM", "INSUFFICIENT_DATA", or "missing" for one that CloudWatch doesn't have. */
    state: string;
    reason: string;
}

/** Every rollback alarm as it is now. */
export async function alarmsOf(cloud: Cloud, { alarms }: Place): Promise<AlarmState[]> {
    if (alarms.length === 0) return [];
    // At most 100 a call, and ECS takes no more than 10 for a service.
    const question = new DescribeAlarmsCommand({
        AlarmNames: alarms,
        AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
    });
    const answer = await asked("cloudwatch:DescribeAlarms", cloud.alarms().send(question));
    const found = [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])];
    return alarms.map((name) => {
        const one = found.find(({ AlarmName }) => AlarmName === name);
        return { name, state: one?.StateValue ?? "missing", reason: one?.StateReason ?? "" };
    });
}

/** Those that say no: red, or not there to say anything. */
export function refusing(alarms: AlarmState[]): AlarmState[] {
    return alarms.filter(({ state }) => state === "ALARM" || state === "missing");
}
