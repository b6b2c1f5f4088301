import { loadProject, stacksOf } from "../rehearsal/project/project.ts";
import { tiers } from "../stacks/tiers.ts";
import { ROOT } from "./measure.ts";
import { deployed } from "./reach/deployed.ts";
import { holes, proven } from "./reach/proven.ts";
import { inWords, reachOf } from "./reach/ways.ts";

/**
 * What the internet can reach without the CDN, in both environments and in every tier: by following the routes, addresses
 * and security groups of a rehearsed deployment, and what needs no route. The proof is proven on each of them: it has to
 * find holes that are planted there, and none where nothing was opened.
 */
export async function reach(say: (line: string) => void): Promise<void> {
    let [ways, found, planted, alarms, closed] = [0, 0, 0, 0, 0];
    const wrong: string[] = [];
    for (const stack of stacksOf(loadProject(ROOT)))
        for (const tier of Object.keys(tiers)) {
            const resources = await deployed(stack, tier);
            const reached = reachOf(resources);
            say(
                `${stack}, ${tier}, ${resources.length} resources: ${reached.ways.length} ways in without the CDN`,
            );
            for (const way of reached.ways) say(`  ${inWords(way)}`);
            wrong.push(...reached.refused.map((refusal) => `${stack}, ${tier}: ${refusal}`));
            ways += reached.ways.length;
            // What is open before anything is planted would be taken for the plant.
            if (reached.ways.length + reached.refused.length > 0) continue;
            const judged = proven(resources);
            wrong.push(...judged.complaints.map((complaint) => `${stack}, ${tier}: ${complaint}`));
            [found, planted] = [found + judged.found, planted + holes.length];
            [alarms, closed] = [alarms + judged.alarms, closed + judged.closed];
        }
    for (const line of wrong) say(line);
    say(
        `Ways in without the CDN: ${ways}. Planted holes found, by what was planted and by nothing else: ${found} of ${planted}.`,
    );
    say(
        `Edits that open nothing, most of them a hole without one of its parts, taken for a way in: ${alarms} of ${closed}.`,
    );
    if (wrong.length > 0) throw new Error("This proves nothing as long as that isn't mended.");
}
