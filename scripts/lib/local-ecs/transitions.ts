import type { ServiceDeploymentLifecycleStage, ServiceDeploymentStatus } from "@aws-sdk/client-ecs";

/** A deployment's status, and while it is in progress its stage. */
export type State = ServiceDeploymentStatus | `IN_PROGRESS ${ServiceDeploymentLifecycleStage}`;

/** What moves a deployment on. Faults come in as causes only: a status is never set from outside. */
export type Cause =
    | "done"
    | "several"
    | "alarm"
    | "hook failed"
    | "stop asked"
    | "replaced"
    | "cannot go back"
    | "nothing before";

interface Row {
    from: State[];
    on: Cause;
    to: State;
    /** Before the next state is there; tasks, hooks and bake times take their own time besides. */
    seconds: number;
    source: string;
}

const guide = (page: string) => `docs.aws.amazon.com/AmazonECS/latest/developerguide/${page}, 2026-11-22`;
const stages = guide("blue-green-deployment-how-it-works.html");
const api = "docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html, 2026-11-22";
const states = guide("service-deployment.html");
const stopping = guide("stop-service-deployment.html");
const assumed = (what: string) => `assumed: ${what}`;

const stage = (name: ServiceDeploymentLifecycleStage): State => `IN_PROGRESS ${name}`;
/** The order of the stages is documented; how long ECS itself takes between two is nowhere. */
const order = (
    [
        "PRE_SCALE_UP",
        "SCALE_UP",
        "POST_SCALE_UP",
        "TEST_TRAFFIC_SHIFT",
        "POST_TEST_TRAFFIC_SHIFT",
        "PRODUCTION_TRAFFIC_SHIFT",
        "POST_PRODUCTION_TRAFFIC_SHIFT",
        "BAKE_TIME",
        "CLEAN_UP",
    ] as const
).map(stage);
const beforeCleanUp = [stage("RECONCILE_SERVICE"), ...order.slice(0, -1)];

const TRANSITIONS: Row[] = [
    { from: ["PENDING"], on: "done", to: order[0]!, seconds: 5, source: `${states}; 5 s is assumed` },
    { from: ["PENDING"], on: "several", to: stage("RECONCILE_SERVICE"), seconds: 5, source: api },
    { from: [stage("RECONCILE_SERVICE")], on: "done", to: order[0]!, seconds: 5, source: api },
    ...order.slice(0, -1).map((from, at): Row => ({
        ...{ from: [from], on: "done", to: order[at + 1]!, seconds: 2 },
        source: `${stages}; 2 s are assumed`,
    })),
    { from: [order.at(-1)!], on: "done", to: "SUCCESSFUL", seconds: 2, source: states },
    {
        ...{ from: ["PENDING", ...beforeCleanUp], on: "stop asked", to: "ROLLBACK_REQUESTED", seconds: 1 },
        source: `${stopping}; 1 s is assumed`,
    },
    {
        ...{ from: [order.at(-1)!], on: "stop asked", to: "ROLLBACK_REQUESTED", seconds: 1 },
        source: `${stopping} has IN_PROGRESS without a stage; that CLEAN_UP is one is assumed`,
    },
    {
        ...{ from: ["ROLLBACK_REQUESTED"], on: "done", to: "ROLLBACK_IN_PROGRESS", seconds: 2 },
        source: `${stopping}; 2 s are assumed`,
    },
    {
        ...{ from: beforeCleanUp, on: "hook failed", to: "ROLLBACK_IN_PROGRESS", seconds: 2 },
        source: `${guide("deployment-lifecycle-hooks.html")}; 2 s are assumed`,
    },
    {
        ...{ from: beforeCleanUp, on: "alarm", to: "ROLLBACK_IN_PROGRESS", seconds: 5 },
        source: `${guide("deployment-alarm-failure.html")}; 5 s are assumed`,
    },
    { from: ["ROLLBACK_IN_PROGRESS"], on: "done", to: "ROLLBACK_SUCCESSFUL", seconds: 2, source: states },
    {
        ...{ from: ["ROLLBACK_IN_PROGRESS"], on: "cannot go back", to: "ROLLBACK_FAILED", seconds: 2 },
        source: states,
    },
    {
        ...{ from: ["ROLLBACK_IN_PROGRESS"], on: "nothing before", to: "STOPPED", seconds: 2 },
        source: assumed("a first deployment has nothing to go back to, and is left stopped"),
    },
    {
        ...{ from: ["PENDING", ...beforeCleanUp, order.at(-1)!], on: "replaced", to: "STOP_REQUESTED" },
        ...{ seconds: 1, source: assumed("an update of the service stops the deployment in flight") },
    },
    { from: ["STOP_REQUESTED"], on: "done", to: "STOPPED", seconds: 1, source: states },
];

/** What a task, the load balancer and Lambda take: seconds, none of them from a promise of AWS's. */
export const DELAYS = {
    taskStarts: { seconds: 40, source: assumed("Fargate starts a task of some 200 MB in 30 to 60 s") },
    taskStops: { seconds: 30, source: "the deregistration delay of components/edge/load-balancer.ts" },
    taskIsTriedAgain: {
        seconds: 20,
        source: 'ECS Developer Guide, "Service throttle logic", 2026-11-23, in a stored copy: longer each time, up to 15 min; 20 s are assumed',
    },
    ruleSpreads: { seconds: 5, source: assumed("every node of a load balancer obeys a rule within 5 s") },
    alarmLooks: {
        seconds: 60,
        source: 'CloudWatch User Guide, "Alarm evaluation", 2026-11-23, in a stored copy: every minute; that it has all numbers by then is assumed',
    },
    hookIsAskedAgain: { seconds: 30, source: guide("deployment-lifecycle-hooks.html") },
};

/** Undefined where a cause moves nothing from there: a stop that comes too late, an alarm after the bake. */
export function next(from: State, on: Cause): Pick<Row, "to" | "seconds"> | undefined {
    return TRANSITIONS.find((row) => row.on === on && row.from.includes(from));
}
