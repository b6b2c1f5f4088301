import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { find } from "./agreement.ts";
import type { Settings } from "./schema.ts";
import { filesHere } from "./siblings.ts";

type Generations = Pick<Settings["database"], "active" | "generations">;

/**
 * Stops a deployment that would lead the application to a copy which still follows another region's database: nobody can write
 * to it, and the roles and migrations would fail one after the other. The stack file can't tell, for it keeps `replicaOf` after a
 * promotion: RDS does.
 */
export async function refuseFollower(
    environment: string,
    { active, generations }: Generations,
    provider: aws.Provider,
): Promise<void> {
    const source = generations[active]?.replicaOf;
    // A rehearsal has no RDS to ask.
    if (source === undefined || process.env.PULUMI_REHEARSAL === "1") return;
    const identifier = `${environment}-${active}`;
    // By a filter, for one that is not there yet is no error then.
    const filters = [{ name: "db-instance-id", values: [identifier] }];
    const { instanceIdentifiers } = await aws.rds.getInstances({ filters }, { provider });
    const isThere = instanceIdentifiers.includes(identifier);
    const asked = isThere
        ? await aws.rds.getInstance({ dbInstanceIdentifier: identifier }, { provider })
        : undefined;
    if (asked?.replicateSourceDb === "") return;
    const stack = pulumi.getStack();
    const follows = asked
        ? `which follows ${asked.replicateSourceDb}`
        : `which is not there yet, and would follow ${source}`;
    const restore = `npm run restore -- --stack ${stack}`;
    throw new pulumi.RunError(
        `Pulumi.${stack}.yaml: database.active is ${active}, ${follows}: nobody can write to it. Use another generation ("a: { version: 18 }" starts empty), deploy, and then: ${restore} --promote ${active}, and ${restore} --cutover ${active}, which writes active itself.`,
    );
}

/** What the generations of an environment follow, as its file says it: ARNs of databases. The one in use was promoted. */
function followedBy(file: unknown): string[] {
    const { active, generations } = Object(find(file, ["airworthy:database"])) as Record<string, unknown>;
    const others = Object.entries(Object(generations) as object).filter(([name]) => name !== active);
    return others.flatMap(([, one]) => String(find(one, ["replicaOf"]) ?? ""));
}

/**
 * Stops a program where one environment sleeps and another one follows its database: RDS stops no instance that has a replica,
 * in whatever region (its User Guide, "Stopping a DB instance").
 */
export function refuseSleepingSource(project: string, stack: string, files = filesHere()): void {
    const sleeps = (name: string) => find(files[name], ["airworthy:sleep", "nights"]) === "asleep";
    const follows = (name: string, other: string) =>
        followedBy(files[name]).some((arn) => arn.replace(/-[^-]*$/, "").endsWith(`:db:${project}-${other}`));
    for (const other of Object.keys(files).filter((name) => name !== stack)) {
        const [follower, source] = follows(other, stack) ? [other, stack] : [stack, other];
        if (!follows(follower, source) || !sleeps(source)) continue;
        throw new pulumi.RunError(
            `Pulumi.${source}.yaml: sleep.nights is asleep, and ${follower} follows its database: RDS stops none that has a replica; use awake.`,
        );
    }
}
