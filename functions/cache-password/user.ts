import { DescribeUsersCommand, InvalidUserStateFault, ModifyUserCommand } from "@aws-sdk/client-elasticache";
import type { World } from "./world.ts";

/** What is known of a user that is to have certain passwords. */
export interface Seen {
    /** "active", "modifying" or "deleting" (ElastiCache's API reference, User). */
    status: string;
    /** How often ElastiCache was asked to change them. */
    asked: number;
    /** It has these passwords and no others, and the cache takes each. */
    isSettled: boolean;
    waitedSeconds: number;
}

/**
 * Seconds. AWS's own function for these users waits so long (aws-samples/aws-secrets-manager-rotation-lambdas); a change
 * takes about 240 (hashicorp/terraform-provider-aws#20530).
 */
const PATIENCE = 600;
const EVERY = 5;
/** A change that another run made in between is made good; one that has no effect is not tried for ever. */
const TRIES = 3;

/** What to do next about the passwords of a user: a refusal says why there is nothing to do. */
export function nextMove({ status, asked, isSettled, waitedSeconds }: Seen): "done" | "ask" | "wait" | Error {
    if (status === "deleting") return new Error("The user is deleting; deploy it anew, then try again.");
    if (status === "active" && isSettled) return "done";
    if (waitedSeconds >= PATIENCE)
        return new Error(
            `After ${waitedSeconds} s the user, ${status}, has not got its passwords; try again.`,
        );
    if (status !== "active") return "wait";
    if (asked < TRIES) return "ask";
    return new Error(
        `ElastiCache took the passwords ${asked} times, and the cache refuses them; see that the user is in its user group.`,
    );
}

/**
 * Gives the user these one or two passwords in the place of those that it has, unless it has them, and waits until the
 * cache takes each. What they are is asked anew each time: another run may have changed it. True if this one did.
 */
export async function settle(world: World, wanted: () => Promise<string[]>): Promise<boolean> {
    const { userId: UserId } = world.place;
    let asked = 0;
    for (let waitedSeconds = 0; ; waitedSeconds += EVERY) {
        const { status, count } = await lookAt(world);
        const Passwords = status === "active" ? await wanted() : [];
        const isSettled = count === Passwords.length && (await areOpen(world, Passwords));
        const move = nextMove({ status, asked, isSettled, waitedSeconds });
        if (move instanceof Error) throw move;
        if (move === "done") return asked > 0;
        if (move === "ask") {
            // It replaces those that the user has.
            const AuthenticationMode = { Type: "password" as const, Passwords };
            try {
                await world.elasticache.send(new ModifyUserCommand({ UserId, AuthenticationMode }));
                asked += 1;
            } catch (error) {
                // Its status changed since we looked.
                if (!(error instanceof InvalidUserStateFault)) throw error;
            }
        }
        await world.pause(EVERY);
    }
}

async function areOpen({ opens, place }: World, passwords: string[]): Promise<boolean> {
    for (const password of passwords) if (!(await opens(place, password))) return false;
    return true;
}

/** Of a user that needs no password, any would open the cache: it counts as one that has none. */
async function lookAt({ elasticache, place }: World): Promise<{ status: string; count: number }> {
    const { Users = [] } = await elasticache.send(new DescribeUsersCommand({ UserId: place.userId }));
    const { Status: status = "unknown", Authentication } = Users[0] ?? {};
    const count = Authentication?.Type === "password" ? (Authentication.PasswordCount ?? 0) : 0;
    return { status, count };
}
