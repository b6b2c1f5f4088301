import type { ServiceDeployment, ServiceDeploymentBrief } from "@aws-sdk/client-ecs";
import { flagsText, type FlagsOn } from "../flag/shown.ts";
import { table, tame, utc } from "../table.ts";
import type { State } from "../wake.ts";
import type { AlarmState } from "./alarms.ts";
import { refusing } from "./alarms.ts";
import { hookName } from "./blame.ts";
import { instantUntil } from "./instant.ts";
import type { ReleaseRecord } from "./record.ts";
import { isWell, type Standing } from "./standing.ts";
import { stageOf } from "./watch.ts";
import type { Workers } from "./workers.ts";
import { isAtOnce, isLeftBehind } from "./way-back.ts";

/** What a person asks at night: who serves, what is going on, and how fast one can go back. Times are ECS's. */
export interface Status {
    revisions: {
        image: string;
        taskDefinition: string;
        sharePercent: number;
        healthy: number;
        targets: number;
        /** When the deployment that brought it had come to its end. */
        since: string | undefined;
    }[];
    inFlight:
        | {
              deployment: string;
              stage: string;
              begun: string | undefined;
              /** When the bake ends, once it has begun: from ECS's last change of the deployment on. */
              bakesUntil: string | undefined;
              /** Until when the way back takes seconds: the same, and before it the soonest that the bake can end. */
              instantUntil: string | undefined;
              hooks: string[];
          }
        | undefined;
    rollback: "instant" | "starts tasks anew" | "under way";
    /** Those that are on, by their names; or why that can't be read. */
    flags: FlagsOn;
    /** What the workers run, or are on their way to; undefined where there are none. */
    workers: Pick<Workers, "images" | "isMoving"> | undefined;
    alarms: AlarmState[];
    released: ReleaseRecord | undefined;
    /** Where it is, of an environment that is not awake. */
    sleep: State | undefined;
    /** What is not as it should be. */
    faults: string[];
}

/** All that a status is made of, as it was found. */
export interface Found {
    standing: Standing;
    past: ServiceDeploymentBrief[];
    alarms: AlarmState[];
    released: ReleaseRecord | undefined;
    workers: Workers | undefined;
    sleep: State | undefined;
    flags: FlagsOn;
    now: Date;
}

export function statusOf(found: Found): Status {
    const { standing, past, alarms, released, workers, sleep, flags, now } = found;
    const { flight, revisions } = standing;
    const instant = flight && instantUntil(flight, now);
    const since = (arn: string) =>
        past.find((one) => one.targetServiceRevisionArn === arn && one.status === "SUCCESSFUL")?.finishedAt;
    const shown = revisions.filter(({ share, health }) => share > 0 || (flight && health.targets > 0));
    return {
        revisions: shown.map(({ arn, image, taskDefinition, share, health }) => ({
            ...{ image, taskDefinition, sharePercent: share, ...health },
            since: since(arn)?.toISOString(),
        })),
        inFlight: flight && {
            deployment: flight.serviceDeploymentArn ?? "?",
            stage: stageOf(flight),
            begun: flight.createdAt?.toISOString(),
            bakesUntil: instant?.isBaking ? instant.at.toISOString() : undefined,
            instantUntil: instant?.at.toISOString(),
            hooks: (flight.lifecycleHookDetails ?? []).map((one) => `${hookName(one)}: ${one.status}`),
        },
        rollback: wayOf(flight),
        workers: workers && { images: workers.images, isMoving: workers.isMoving },
        ...{ alarms, released, sleep, flags },
        faults: faultsOf(found),
    };
}

function wayOf(flight: ServiceDeployment | undefined): Status["rollback"] {
    if (!flight) return "starts tasks anew";
    const isGoing = flight.status === "PENDING" || flight.status === "IN_PROGRESS";
    if (!isGoing) return "under way";
    // In the last stage the old tasks are being stopped.
    return flight.lifecycleStage === "CLEAN_UP" ? "starts tasks anew" : "instant";
}

function faultsOf({ standing, alarms, released, workers, sleep }: Found): string[] {
    const { revisions, serving, flight, configuration, newest } = standing;
    // Asleep it has no tasks, and is to have none.
    const ill = sleep ? [] : revisions.filter((one) => one.share > 0 && !isWell(one));
    return [
        ...ill.map(
            ({ image, health }) => `${image}: ${health.healthy} of ${health.targets} tasks are healthy.`,
        ),
        ...refusing(alarms).map(({ name, state }) => `The rollback alarm ${name} is ${state}.`),
        ...(isLeftBehind(standing)
            ? [`ECS could not take back what failed, which has requests (${newest.status}): npm run rollback`]
            : []),
        ...(!serving && !flight ? ["No revision gets all requests, and no deployment is in flight."] : []),
        ...(isAtOnce(configuration) && !flight
            ? ["The service has no hooks and no alarms: npm run rollback gives them back."]
            : []),
        ...(serving && released && !flight && released.image !== serving.image
            ? [`The record names ${released.image}, which does not serve: see docs/runbooks/release.md.`]
            : []),
        ...(serving && workers && !flight && !workers.isMoving && !workers.images.includes(serving.image)
            ? [
                  `The workers run ${workers.images.join(", ")}, which does not serve: npm run rollback, or pulumi up.`,
              ]
            : []),
    ];
}

export function statusText({
    revisions,
    inFlight,
    rollback,
    workers,
    alarms,
    released,
    sleep,
    flags,
    faults,
}: Status): string {
    const time = (text: string | undefined) => (text === undefined ? "-" : utc(new Date(text)));
    const rows = revisions.map((one) => [
        `${one.sharePercent} %`,
        `${one.healthy} of ${one.targets}`,
        time(one.since),
        one.taskDefinition.split("/").at(-1) ?? "",
        one.image,
    ]);
    const until = inFlight?.bakesUntil ? ` until about ${time(inFlight.bakesUntil)}` : "";
    const soonest = `, until ${time(inFlight?.instantUntil)} at the soonest: the bake has not begun`;
    const lines = [
        ...(sleep ? [`sleep      ${sleep.is}: ${sleep.says}`] : []),
        inFlight
            ? `in flight  ${inFlight.stage}${until}, begun ${time(inFlight.begun)}`
            : "in flight  nothing",
        ...(inFlight?.hooks ?? []).map((hook) => `hook       ${hook}`),
        `rollback   ${rollback}${rollback === "instant" ? until || soonest : ""}`,
        ...(workers
            ? [`workers    ${workers.images.join(", ")}${workers.isMoving ? ", on their way" : ""}`]
            : []),
        `flags      ${flagsText(flags)}`,
        ...alarms.map(({ name, state }) => `alarm      ${name}: ${state}`),
        released
            ? `record     ${released.why} of ${released.image} at ${time(released.at)} by ${released.by}`
            : "record     none: the stack's file says what runs",
        ...faults.map((fault) => `FAULT      ${fault}`),
    ].map(tame);
    return [table(["SHARE", "HEALTHY", "SINCE", "TASK DEFINITION", "IMAGE"], rows), "", ...lines].join("\n");
}
