import { randomInt } from "node:crypto";
import { SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { asked, type Cloud } from "../cloud.ts";

/** Sends a drill's alarm by one way, and says the code that is in it: whoever knows that has got it. */
export async function sendDrill(cloud: Cloud, environment: string, way: string, by: string): Promise<string> {
    const client = cloud.alarms();
    const AlarmName = `${environment}-drill-${way}`;
    const code = String(randomInt(1_000_000)).padStart(6, "0");
    const set = (StateValue: "ALARM" | "OK", StateReason: string) =>
        asked(
            "cloudwatch:SetAlarmState",
            client.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason })),
        );
    // A state that was there already tells nobody, and a drill that was killed has left it.
    await set("OK", "A drill begins.");
    await set("ALARM", `A DRILL, nothing is wrong. Code ${code}. Sent by ${by}`);
    return code;
}

/** It tells that as well: a service that calls closes what it has opened. */
export async function endDrill(cloud: Cloud, environment: string, way: string): Promise<void> {
    const state = {
        AlarmName: `${environment}-drill-${way}`,
        StateValue: "OK" as const,
        StateReason: "The drill is over.",
    };
    await asked("cloudwatch:SetAlarmState", cloud.alarms().send(new SetAlarmStateCommand(state)));
}
