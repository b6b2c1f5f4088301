import { Refusal } from "../command.ts";
import type { World } from "../world.ts";

/** How much more an environment may cost after a promotion: what `npm run cost` takes. */
export interface CostLimit {
    /** US dollars a month, as they were typed. @default 10 percent */
    mostUsd: string | undefined;
    isDespiteUnknown: boolean;
}

/** The command that holds the program of this folder against what is deployed, as a person would type it. */
export function costCommand(stack: string, { mostUsd, isDespiteUnknown }: CostLimit): string[] {
    return [
        ...["cost", "--", "--stack", stack, "--deployed"],
        ...(mostUsd === undefined ? [] : ["--most-usd", mostUsd]),
        ...(isDespiteUnknown ? ["--despite-unknown"] : []),
    ];
}

/** Whether the program of this folder costs no more than it may: a promotion deploys all of it. */
export async function costsNoMore(stack: string, limit: CostLimit, world: World): Promise<boolean> {
    const command = costCommand(stack, limit);
    const { code } = await world.run("npm", ["run", "--silent", ...command], {
        cwd: world.cwd,
        show: "as talk",
    });
    if (code === 0 || code === 1) return code === 0;
    throw new Refusal(`\`npm run ${command.join(" ")}\` failed (exit ${code}), as it says above.`);
}
