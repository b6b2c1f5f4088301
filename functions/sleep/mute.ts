import {
    DeleteAlarmMuteRuleCommand,
    paginateDescribeAlarms,
    PutAlarmMuteRuleCommand,
    type AlarmType,
    type CloudWatchClient,
} from "@aws-sdk/client-cloudwatch";
import type { Settings } from "./settings.ts";

/** Alarms that one rule may mute (API reference of PutAlarmMuteRule). */
const MOST_ALARMS = 100;

/** All that tell people in this environment, but those about the sleep itself, and drills. */
async function alarmsOf(client: CloudWatchClient, { topicArns, loud }: Settings): Promise<string[]> {
    const names = new Set<string>();
    for (const ActionPrefix of topicArns) {
        // It leaves out those that are made of others, of which the one that wakes somebody is, unless they are asked for.
        const asked = { AlarmTypes: ["MetricAlarm", "CompositeAlarm"] as AlarmType[], ActionPrefix };
        for await (const { MetricAlarms = [], CompositeAlarms = [] } of paginateDescribeAlarms(
            { client },
            asked,
        ))
            for (const { AlarmName: name = "", AlarmActions: actions = [] } of [
                ...MetricAlarms,
                ...CompositeAlarms,
            ])
                if (actions.includes(ActionPrefix) && !loud.some((one) => name.startsWith(one)))
                    names.add(name);
    }
    return [...names].sort();
}

const ruleOf = (environment: string, at: number) => `${environment}-asleep-${at + 1}`;

/** Ends by itself, should nobody wake it. From the next minute on: CloudWatch may take no time that is past. */
export async function mute(
    client: CloudWatchClient,
    settings: Settings,
    minutes: number,
    now: Date,
): Promise<void> {
    const names = await alarmsOf(client, settings);
    const next = new Date(now.getTime() + 60_000).toISOString().slice(0, 16);
    for (let at = 0; at * MOST_ALARMS < names.length; at++) {
        const AlarmNames = names.slice(at * MOST_ALARMS, (at + 1) * MOST_ALARMS);
        const Schedule = { Expression: `at(${next})`, Duration: `PT${minutes}M` };
        const Name = ruleOf(settings.environment, at);
        const Description = "The environment sleeps: docs/runbooks/sleep.md";
        await client.send(
            new PutAlarmMuteRuleCommand({
                Name,
                Description,
                Rule: { Schedule },
                MuteTargets: { AlarmNames },
            }),
        );
    }
}

export async function unmute(client: CloudWatchClient, settings: Settings): Promise<void> {
    const names = await alarmsOf(client, settings);
    for (let at = 0; at * MOST_ALARMS < names.length; at++) {
        const gone = new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName: ruleOf(settings.environment, at) });
        await client.send(gone).catch((error: unknown) => {
            if (!/NotFound/.test((error as Error).name)) throw error;
        });
    }
}
