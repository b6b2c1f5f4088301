import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

interface Asked {
    oldOutputs?: unknown;
    newInputs?: unknown;
}

/**
 * Stops an update of a service, before it begins, where a newer task definition serves than the state knows of: somebody
 * has released without this state, and the update would take their version away; one that is about something else would
 * write theirs into the state, and the next update take it away unseen. An update that brings what serves goes on: it ends
 * what a killed one began. Of the workers and the poolers as of the application: a release that takes its users back takes
 * its jobs back, too.
 */
export function notOverNewer(
    parent: pulumi.Resource,
    name: string,
    clusterArn: pulumi.Input<string>,
): pulumi.ResourceHook {
    return new pulumi.ResourceHook(`${name}-not-over-newer`, async ({ oldOutputs, newInputs }: Asked) => {
        const { name: serviceName = "", taskDefinition: known = "" } = Object(oldOutputs) as Texts;
        const { taskDefinition: coming = "" } = Object(newInputs) as Texts;
        const cluster = await valueOf(clusterArn);
        const { taskDefinition: serving } = await aws.ecs.getService(
            { clusterArn: cluster, serviceName },
            { parent },
        );
        const why = coming === serving ? undefined : newerThanKnown(known, serving);
        if (why !== undefined) throw new Error(`${serviceName}: ${why}`);
    });
}

type Texts = Partial<Record<"name" | "taskDefinition", string>>;

/** Why the update must not be, naming both; nothing where the state knows what serves, or something newer. */
export function newerThanKnown(known: string, serving: string): string | undefined {
    const [old, now] = [revisionOf(known), revisionOf(serving)];
    if (old === undefined || now === undefined || old.family !== now.family) return undefined;
    if (now.revision <= old.revision) return undefined;
    return (
        `the state has task definition ${old.family}:${old.revision}, but ${now.family}:${now.revision} serves, which somebody ` +
        `has released without it. Run: pulumi refresh; then look at pulumi preview before pulumi up.`
    );
}

/** Nothing for what is no ARN of a revision, such as the answer of a rehearsal's cloud. */
function revisionOf(arn: string): { family: string; revision: number } | undefined {
    const [, family, revision] = /:task-definition\/([\w-]+):(\d+)$/.exec(arn) ?? [];
    return family === undefined ? undefined : { family, revision: Number(revision) };
}

/** Known by then: what needs it is made already. */
function valueOf(input: pulumi.Input<string>): Promise<string> {
    return new Promise((resolve) => pulumi.output(input).apply(resolve));
}
