import { AwsRefusal, type Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import type { Environment } from "../environment.ts";
import { deployedFlags } from "./flags.ts";

/** The flags of an environment that are on; while one is switched, those before it, and what is under way. */
export type FlagsOn = { on: string[]; underWay: string | undefined } | { unread: string };

/** What can't be read is no reason to say nothing else. */
export async function flagsOn(cloud: Cloud, environment: Environment): Promise<FlagsOn> {
    try {
        const { deployed, flight } = await deployedFlags(cloud, environment);
        const on = Object.keys(deployed.flags).filter((flag) => deployed.values[flag]?.enabled);
        return { on, underWay: flight && `${flight.State}, ${flight.PercentageComplete ?? 0} %` };
    } catch (error) {
        if (!(error instanceof AwsRefusal) && !(error instanceof Refusal)) throw error;
        return { unread: error.message };
    }
}

export function flagsText(flags: FlagsOn): string {
    if ("unread" in flags) return `can't be read. ${flags.unread}`;
    const on = flags.on.length > 0 ? `on: ${flags.on.join(", ")}` : "none is on";
    return flags.underWay === undefined ? on : `${on}; a change is under way: ${flags.underWay}`;
}
