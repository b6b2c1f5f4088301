import type { DeploymentConfiguration, ServiceDeployment } from "@aws-sdk/client-ecs";
import { Refusal } from "../command.ts";
import { targetOf, type Revision, type Standing } from "./standing.ts";

/** Everything at once, and nothing that could object: the hooks and the alarms are about what is left behind. */
export const AT_ONCE: DeploymentConfiguration = {
    strategy: "BLUE_GREEN",
    bakeTimeInMinutes: 0,
    lifecycleHooks: [],
    alarms: { alarmNames: [], enable: false, rollback: false },
};

/** Whether a deployment was made by a rollback: no setting of the program's is without both hooks and alarms. */
export function isAtOnce({
    strategy,
    bakeTimeInMinutes,
    lifecycleHooks,
    alarms,
}: DeploymentConfiguration): boolean {
    const isBare = (lifecycleHooks ?? []).length === 0 && !alarms?.enable;
    return strategy === "BLUE_GREEN" && (bakeTimeInMinutes ?? 0) === 0 && isBare;
}

/** How to get back, from wherever an earlier run was stopped: all of it is read from ECS, and nothing is kept elsewhere. */
export type WayBack =
    /** It has not come to its end: ECS takes it back, and the old tasks still run. */
    | { kind: "stop"; flight: ServiceDeployment; to: Revision }
    /** It is on its way back already, or a rollback is on its way. */
    | { kind: "join"; flight: ServiceDeployment; to: Revision }
    /** Somebody or ECS itself has gone back, and nothing was deployed since. */
    | { kind: "there"; to: Revision }
    /** `isStuck` where ECS has not come back by itself, and may take what is to serve for what does. */
    | { kind: "redeploy"; from: Revision; isStuck: boolean };

export function wayBack(standing: Standing, isFurther: boolean): WayBack {
    const { flight, newest, revisions, serving } = standing;
    const by = (arn: string | undefined) => revisions.find((one) => one.arn === arn);
    if (flight) {
        const target = targetOf(standing);
        const isStoppable = flight.status === "IN_PROGRESS" || flight.status === "PENDING";
        if (isAtOnce(flight.deploymentConfiguration ?? {}) && target && isStoppable)
            return { kind: "join", flight, to: target };
        const source = by(flight.rollback?.serviceRevisionArn) ?? by(flight.sourceServiceRevisions?.[0]?.arn);
        if (source === undefined)
            throw new Refusal(
                "This is the first deployment of the service, so there is nothing to go back to: deploy a better one when it is over.",
            );
        return { kind: isStoppable ? "stop" : "join", flight, to: source };
    }
    const target = targetOf(standing);
    if (target && isLeftBehind(standing)) return { kind: "redeploy", from: target, isStuck: true };
    if (serving === undefined)
        throw new Refusal(
            `No revision gets all requests (${sharesOf(revisions)}), and ECS has no deployment in flight: somebody has moved the weights by hand. Set them back, or deploy: npm run deploy`,
        );
    const wasTakenBack = newest.status !== "SUCCESSFUL" || isAtOnce(newest.deploymentConfiguration ?? {});
    if (wasTakenBack && !isFurther) return { kind: "there", to: serving };
    return { kind: "redeploy", from: serving, isStuck: false };
}

/** Whether a deployment that failed or was aborted has still requests: ECS could not bring back what served before. */
export function isLeftBehind(standing: Standing): boolean {
    const { flight, newest } = standing;
    return !flight && newest.status !== "SUCCESSFUL" && (targetOf(standing)?.share ?? 0) > 0;
}

export function sharesOf(revisions: Revision[]): string {
    return revisions.map(({ image, share }) => `${image}: ${share} %`).join(", ") || "ECS names none";
}
