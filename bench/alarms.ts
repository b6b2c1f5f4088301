import { mutationsOf } from "./alarms/mutations.ts";
import { LOST_PERCENT } from "./alarms/quiet.ts";
import { alarmsOf, statedOf, tells, type Rehearsed } from "./alarms/rehearsed.ts";
import { rehearsedThings } from "./alarms/things.ts";
import { DELAY_MINUTES, QUIET_PER_DAY, Replay } from "./alarms/replay.ts";
import { SITE, type Trouble } from "./alarms/site.ts";
import { BEYOND } from "./alarms/state.ts";

const [SEED, DAYS, OUTAGE_MINUTES] = [1, 30, 15];

/** The alarms of production, as they are rehearsed, over numbers from a generator. Sizes: the first seed, how many. */
export async function alarms(say: (line: string) => void, sizes: number[]): Promise<void> {
    const [first = SEED, seeds = 5] = sizes;
    const { things, environment } = await rehearsedThings("production");
    const all = alarmsOf(things);
    say(
        `Numbers: seeds ${first} to ${first + seeds - 1}; ${LOST_PERCENT} % of the minutes are lost; an alarm has a minute's numbers ${DELAY_MINUTES} min after it, and looks for ${BEYOND} more than it judges.`,
    );
    say(`A site: ${JSON.stringify(SITE)}; a quiet one has ${QUIET_PER_DAY} requests a day.`);
    for (let seed = first; seed < first + seeds; seed++) {
        const replay = new Replay(things, environment, seed);
        say(`seed ${seed}: ${judged(replay, all)}; ${mutated(replay, all)}`);
        say(`seed ${seed}: ${quiet(replay, all)}`);
        for (const [says, trouble] of OUTAGES) say(`seed ${seed}: ${outages(replay, all, says, trouble)}`);
    }
}

const OUTAGES: [says: string, trouble: Trouble][] = [
    ["without a healthy task", { tasks: "unhealthy" }],
    ["without any task", { tasks: "none" }],
    // Only the look from outside sees it.
    ["that no health check sees", { failed: 1 }],
];

/** Whether each rings for its faults within what it says, and for nothing else; and which takes longest of each kind. */
function judged(replay: Replay, all: readonly Rehearsed[]): string {
    const complaints = all.flatMap((alarm) => replay.complaint(alarm, all) ?? []);
    const longest = new Map<number, number>();
    for (const alarm of all.filter(tells))
        for (const fault of replay.faults.filter(({ rings }) => rings.includes(alarm.what))) {
            const [stated, took] = [statedOf(alarm), replay.took(alarm, all, fault)];
            longest.set(stated, Math.max(longest.get(stated) ?? 0, Number(took)));
        }
    const kinds = [...longest]
        .sort(([one], [other]) => one - other)
        .map(([stated, took]) => `${took} of ${stated}`);
    const lines = [
        `${all.length} alarms, ${replay.faults.length} faults, ${complaints.length} complaints`,
        ...complaints,
    ];
    return `${lines.join("\n")}; at most ${kinds.join(", ")} min`;
}

function mutated(replay: Replay, all: readonly Rehearsed[]): string {
    const mistakes = all.flatMap((alarm) => {
        const { what } = alarm;
        if (!("props" in alarm)) return [];
        return mutationsOf(alarm.props).map(({ says, props }) => {
            const isFound = replay.complaint({ what, props }, all) !== undefined;
            return { says: `${what}: ${says}`, isFound };
        });
    });
    const missed = mistakes.filter(({ isFound }) => !isFound).map(({ says }) => says);
    return [`${mistakes.length} mistakes in them, ${missed.length} not found`, ...missed].join("\n");
}

function quiet(replay: Replay, all: readonly Rehearsed[]): string {
    const rang = all.filter(tells).map((alarm) => ({ alarm, times: replay.rang(alarm, all, DAYS).length }));
    const isPage = ({ alarm }: (typeof rang)[number]) => alarm.what === "users-are-hurt";
    const times = (which: typeof rang) => which.reduce((sum, one) => sum + one.times, 0);
    return `${DAYS} quiet days, with a release in their midst: ${times(rang.filter(isPage))} pages, ${times(rang) - times(rang.filter(isPage))} other alerts`;
}

/** One in each hour of the quiet days, at another minute each. */
function outages(replay: Replay, all: readonly Rehearsed[], says: string, trouble: Trouble): string {
    const page = all.find(({ what }) => what === "users-are-hurt")!;
    const took = Array.from({ length: DAYS * 24 }, (_, hour) => {
        const from = 1440 + hour * 60 + ((hour * 37) % 60);
        return replay.rang(page, all, DAYS, { from, minutes: OUTAGE_MINUTES, trouble })[0]! - from;
    });
    const paged = took.filter((minutes) => minutes > 0);
    const longest = paged.length > 0 ? `, after ${Math.max(...paged)} min at most` : "";
    return `${took.length} outages ${says}, one in each hour: ${paged.length} page${longest}`;
}
