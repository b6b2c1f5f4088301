import { randomInt } from "node:crypto";
import { SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { asked, regionOf, type Cloud } from "../cloud.ts";

/** One of the ways that alarms take: what it is called, and the topic. */
export interface Way {
    way: string;
    topicArn: string;
}

/** Sets the state of a drill's alarm, which tells the way's topic. */
async function set(
    cloud: Cloud,
    environment: string,
    { way, topicArn }: Way,
    StateValue: "ALARM" | "OK",
    why: string,
) {
    const state = { AlarmName: `${environment}-drill-${way}`, StateValue, StateReason: why };
    const client = cloud.alarms(regionOf(topicArn));
    await asked("cloudwatch:SetAlarmState", client.send(new SetAlarmStateCommand(state)));
}

/** Sends a drill's alarm by one way, and says the code that is in it: whoever knows that has got it. */
export async function sendDrill(cloud: Cloud, environment: string, way: Way): Promise<string> {
    const code = String(randomInt(1_000_000)).padStart(6, "0");
    // A state that was there already tells nobody, and a drill that was killed has left it.
    await set(cloud, environment, way, "OK", "A drill begins.");
    const why = `A DRILL, nothing is wrong. Code ${code}. Sent by ${cloud.caller}`;
    await set(cloud, environment, way, "ALARM", why);
    return code;
}

/** It tells that as well: a service that calls closes what it has opened. */
export async function endDrill(cloud: Cloud, environment: string, way: Way): Promise<void> {
    await set(cloud, environment, way, "OK", "The drill is over.");
}
