import { measured } from "../scripts/lib/cost/measured.ts";
import { pricesIn } from "../scripts/lib/cost/price.ts";
import { estimateHead, unknownText } from "../scripts/lib/cost/shown.ts";
import { usageIn } from "../scripts/lib/cost/usage.ts";
import { inTier, settingsOf, withSettings } from "./other-settings.ts";

/** Users of production in each tier: the shipped ones, and so many times more. Staging keeps its own. */
const TIMES = { mvp: 1, growth: 10, scale: 100 };

/** What both environments cost in a month in every tier, with what nobody can price. */
export async function cost(say: (line: string) => void): Promise<void> {
    const prices = pricesIn();
    const unknown = new Set<string>();
    for (const stack of ["staging", "production"]) {
        const given = settingsOf(stack)["airworthy:usage"] as { users: number };
        for (const [tier, times] of Object.entries(TIMES)) {
            const users = given.users < 1000 ? given.users : given.users * times;
            const changes = { ...inTier(stack, tier), "airworthy:usage": { ...given, users } };
            const usage = usageIn(stack, JSON.stringify(changes["airworthy:usage"]));
            const estimate = await withSettings(stack, changes, (cwd) => measured(cwd, stack, usage, prices));
            say(estimateHead(`${stack}, ${tier}, ${users} users`, estimate));
            for (const line of unknownText(estimate.unknown).slice(2)) unknown.add(line);
        }
    }
    say(`\nUnknown in one of them or more:\n${[...unknown].sort().join("\n")}`);
}
