import { map, number, text, type Graph, type Node } from "./graph.ts";

/** Hours of a week. */
export const WEEK = 168;
/** Monday to Friday: functions/sleep/timetable.ts has the hours on these, and on no others. */
const WORKING_DAYS = 5;

/** What the function of sleep stops: the lists in its variables, and what their names are the names of. */
const STOPPED = {
    "aws:ecs/service:Service": ["SERVICES", "name"],
    "aws:rds/instance:Instance": ["DATABASES", "identifier"],
    "aws:scheduler/schedule:Schedule": ["CHECKS", "name"],
} as const;

/**
 * Hours of a week in which something runs, by the timetable of whatever stops it; all of them where nothing does. Not in
 * it, and paid for besides: the minutes of falling asleep and waking up, and the hours for which somebody wakes it or
 * keeps it up (`npm run wake`, a release, a task that runs on).
 */
function awakeHours(node: Node, graph: Graph): number {
    const [list, property] = STOPPED[node.type as keyof typeof STOPPED] ?? [];
    const name = property && text(node.inputs[property]);
    if (list === undefined || name === undefined) return WEEK;
    const hours = graph.of("aws:lambda/function:Function").flatMap((run) => {
        const variables = map(map(run.inputs.environment).variables);
        const [from, to] = [number(variables.WAKES_AT), number(variables.SLEEPS_AT)];
        const isStopped = text(variables[list])?.split(",").includes(name) === true;
        if (from === undefined || to === undefined || !isStopped || !isCalled(run, graph)) return [];
        return [(to - from) * WORKING_DAYS];
    });
    return Math.min(WEEK, ...hours);
}

/** One that nobody calls puts nothing to sleep. */
function isCalled(run: Node, graph: Graph): boolean {
    const schedules = graph.using("aws:scheduler/schedule:Schedule", "target", run);
    return schedules.some(({ inputs }) => text(inputs.state) !== "DISABLED");
}

/** Of the hours, the share in which something runs. */
export function awakeShare(node: Node, graph: Graph): number {
    return awakeHours(node, graph) / WEEK;
}

/** For the words of a charge; nothing for what never sleeps. */
export function whileAwake(node: Node, graph: Graph): string {
    const hours = awakeHours(node, graph);
    return hours === WEEK ? "" : `, ${hours} of ${WEEK} hours a week`;
}

/** The hours of a week in which tasks and databases run: of that which runs the shortest. */
export function hoursAwake(graph: Graph): number {
    const all = Object.keys(STOPPED).flatMap((type) => graph.of(type));
    return Math.min(WEEK, ...all.map((node) => awakeHours(node, graph)));
}
