import {
    DescribeDBInstancesCommand,
    ModifyDBInstanceCommand,
    RebootDBInstanceCommand,
    type DBInstance,
} from "@aws-sdk/client-rds";
import { checkPlaceOf } from "../check-task.ts";
import { asked, AwsRefusal, type Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import { environmentOf } from "../environment.ts";
import type { World } from "../world.ts";

const SECONDS_BETWEEN_LOOKS = 15;
/** A region that is down may take a connection and say nothing. */
const SECONDS_FOR_AN_ANSWER = 60;

/** What says that a region answers, and refuses. */
const ANSWERS =
    /^DBInstanceNotFound|AccessDenied|Unauthorized|Credentials|Token|Signature|Throttl|RequestLimit/;

/** The database that a generation follows, as its ARN names it. */
export interface Source {
    region: string;
    instance: string;
    /** The environment that it is of: `<project>-<stack>-<generation>` is its name. */
    stack: string;
}

/** Reads `replicaOf`; refuses a database that no environment of this project and account has. */
export function sourceIn(arn: string, project: string, account: string): Source {
    const [, region = "", owner, instance = ""] = /^arn:[\w-]+:rds:([\w-]+):(\d+):db:(.+)$/.exec(arn) ?? [];
    const stack = instance.slice(project.length + 1, instance.lastIndexOf("-"));
    if (owner === account && stack !== "" && instance.startsWith(`${project}-`))
        return { region, instance, stack };
    throw new Refusal(
        `replicaOf is ${arn}, which is no environment's of ${project} in the account ${account}; close it by hand: docs/runbooks/second-region.md.`,
    );
}

/**
 * Lets nobody into a database any more, for a region that is half down comes back with its writers: in the place of its
 * security groups it gets the operator's, which lets nothing in, and it is restarted, for open connections outlast that.
 * PostgreSQL stops only when those that follow have what it wrote. Run again it does the same again, which harms nobody.
 */
export async function fence(
    { region, instance, stack }: Source,
    again: string,
    cloud: Cloud,
    world: World,
): Promise<void> {
    const rds = cloud.rds(region);
    const seen = async () => {
        const question = new DescribeDBInstancesCommand({ DBInstanceIdentifier: instance });
        const abortSignal = AbortSignal.timeout(SECONDS_FOR_AN_ANSWER * 1000);
        const { DBInstances: [one] = [] } = await asked(
            "rds:DescribeDBInstances",
            rds.send(question, { abortSignal }),
        );
        return one ?? {};
    };
    const told = (what: string) => world.err(`restore: ${instance} ${what}`);
    const { operatorSecurityGroupId: closed } = checkPlaceOf(await environmentOf(stack, world));
    const first = await seen().catch((error: unknown) => {
        if (!(error instanceof AwsRefusal) || ANSWERS.test(error.code)) throw error;
        throw new Refusal(
            `RDS in ${region} does not answer, so ${instance} can't be closed: what is written there from now on is lost. Leave --fence out to go on without; and once the region answers, before anything else is done there: ${again}. (${error.message})`,
        );
    });
    if (!isClosed(first, closed)) {
        const groups = { VpcSecurityGroupIds: [closed], ApplyImmediately: true };
        const change = new ModifyDBInstanceCommand({ DBInstanceIdentifier: instance, ...groups });
        await asked("rds:ModifyDBInstance", rds.send(change));
    }
    const until = async (isSo: (one: DBInstance) => boolean, what: string) => {
        for (let now = await seen(); !isSo(now); now = await seen()) {
            told(`is ${now.DBInstanceStatus ?? "unknown"}; waiting until ${what} ...`);
            await world.pause(SECONDS_BETWEEN_LOOKS);
        }
    };
    const isReady = (one: DBInstance) => isClosed(one, closed) && one.DBInstanceStatus === "available";
    await until(isReady, `it has no security group but ${closed}`);
    told("lets nobody in any more; it is restarted, which ends the connections that it has ...");
    await asked(
        "rds:RebootDBInstance",
        rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: instance })),
    );
    await world.pause(SECONDS_BETWEEN_LOOKS);
    await until(isReady, "it has restarted");
    told(`is closed; a pulumi up --refresh --stack ${stack} would open it again.`);
}

function isClosed({ VpcSecurityGroups: groups = [] }: DBInstance, closed: string): boolean {
    return groups.length === 1 && groups[0]?.VpcSecurityGroupId === closed;
}
