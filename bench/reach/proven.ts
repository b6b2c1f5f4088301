import type { Deployed } from "./graph.ts";
import type { Edit } from "./edits.ts";
import { harmless } from "./harmless.ts";
import { holesInTheNetwork, type Hole } from "./holes.ts";
import { openCalls } from "./open-calls.ts";
import { Scene } from "./scene.ts";
import { inWords, reachOf, type Way } from "./ways.ts";

export const holes: readonly Hole[] = [...holesInTheNetwork, ...openCalls];

/** What the analysis makes of edits of a deployment that has no way in. */
export interface Proven {
    /** Each was found by what was planted, and by nothing else. */
    found: number;
    /** A hole without one of the parts that it takes, each of them in turn, and edits that only look like one. */
    closed: number;
    /** How many of these were taken for ways in. */
    alarms: number;
    /** What is wrong, in words. */
    complaints: string[];
}

/** Plants each hole by itself, then takes each of its parts away again; and makes the harmless edits. */
export function proven(resources: readonly Deployed[]): Proven {
    const found = holes.map((hole) => complaintsAbout(hole, resources));
    const closed = [...partly(), ...Object.entries(harmless)].map(([says, edit]) =>
        waysAfter(resources, edit).map((way) => `${says}: ${inWords(way)}`),
    );
    return {
        found: found.filter((complaints) => complaints.length === 0).length,
        closed: closed.length,
        alarms: closed.filter((ways) => ways.length > 0).length,
        complaints: [...found, ...closed].flat(),
    };
}

/** What keeps a hole from being found by what was planted alone; nothing if it is. */
export function complaintsAbout(
    { says, steps, opens, through }: Hole,
    resources: readonly Deployed[],
): string[] {
    const ways = waysAfter(resources, (scene) => Object.values(steps).forEach((step) => step(scene)));
    const others = ways.filter(({ to }) => to !== opens).map((way) => `${says}: ${inWords(way)}`);
    const passed = new Set(ways.flatMap(({ path }) => path));
    const missed = through.filter((one) => !passed.has(one)).map((one) => `${says}: no way through ${one}`);
    return [...others, ...missed, ...(ways.length > 0 ? [] : [`${says}: not found`])];
}

/** Every hole without one of its parts. One that takes a single part is left out: without it nothing was done. */
function partly(): [string, Edit][] {
    return holes.flatMap(({ says, steps }) => {
        const names = Object.keys(steps);
        return names.length === 1
            ? []
            : names.map((name): [string, Edit] => [
                  `${says}, without ${name}`,
                  (scene) => names.filter((other) => other !== name).forEach((other) => steps[other]!(scene)),
              ]);
    });
}

function waysAfter(resources: readonly Deployed[], edit: Edit): Way[] {
    const scene = new Scene(resources);
    edit(scene);
    const { ways, refused } = reachOf(scene.resources);
    if (refused.length > 0) throw new Error(refused.join("\n"));
    return ways;
}
