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

type AlarmsIn = (region: string) => CloudWatchClient;

/** Those of a region that tell people in this environment, but those about the sleep itself, and drills. */
async function alarmsOf(client: CloudWatchClient, topicArns: string[], { loud }: Settings) {
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

/** As many rules in each region as its alarms need: a rule mutes those of its own. */
async function rulesFor(alarmsIn: AlarmsIn, settings: Settings) {
    const byRegion = new Map<string, Set<string>>();
    for (const arn of settings.topicArns) {
        const region = arn.split(":")[3]!;
        byRegion.set(region, (byRegion.get(region) ?? new Set()).add(arn));
    }
    const rules: { client: CloudWatchClient; Name: string; AlarmNames: string[] }[] = [];
    for (const [region, topicArns] of byRegion) {
        const client = alarmsIn(region);
        const names = await alarmsOf(client, [...topicArns], settings);
        for (let at = 0; at * MOST_ALARMS < names.length; at++) {
            const AlarmNames = names.slice(at * MOST_ALARMS, (at + 1) * MOST_ALARMS);
            rules.push({ client, Name: `${settings.environment}-asleep-${at + 1}`, AlarmNames });
        }
    }
    return rules;
}

/** Ends by itself, should nobody wake it. From the next minute on: CloudWatch may take no time that is past. */
export async function mute(
    alarmsIn: AlarmsIn,
    settings: Settings,
    minutes: number,
    now: Date,
): Promise<void> {
    const next = new Date(now.getTime() + 60_000).toISOString().slice(0, 16);
    const Rule = { Schedule: { Expression: `at(${next})`, Duration: `PT${minutes}M` } };
    const Description = "The environment sleeps: docs/runbooks/sleep.md";
    for (const { client, Name, AlarmNames } of await rulesFor(alarmsIn, settings)) {
        const MuteTargets = { AlarmNames };
        await client.send(new PutAlarmMuteRuleCommand({ Name, Description, Rule, MuteTargets }));
    }
}

export async function unmute(alarmsIn: AlarmsIn, settings: Settings): Promise<void> {
    for (const { client, Name } of await rulesFor(alarmsIn, settings)) {
        const gone = new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName: Name });
        await client.send(gone).catch((error: unknown) => {
            if (!/NotFound/.test((error as Error).name)) throw error;
        });
    }
}
