import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/** The application's user. */
export const username = "app";
const engine = "valkey";

/**
 * What the application may do: read and write keys, messages between processes, transactions and scripts; nothing that
 * belongs to an administrator, and nothing that stops the others, such as KEYS or FLUSHALL. INFO is in that group too,
 * and client libraries need it. In the order of AWS's own examples, which it hands back as they were written.
 */
const appAccess = [
    "on ~* &* -@all +@read +@write +@pubsub +@transaction +@connection",
    "-@scripting +eval +evalsha +eval_ro +evalsha_ro +script +time -@admin -@dangerous +info",
].join(" ");

/** The application's user, and the one that every connection starts as, without any right. */
export function users(parent: pulumi.Resource, name: string, identifier: string): pulumi.Output<string> {
    const user = (userName: string, accessString: string) => {
        const [own, child] = [`${name}-${userName}`, { parent }];
        // It opens the cache until `CachePassword` has run: from then on the user has another, which no state holds.
        const { result } = new random.RandomPassword(own, { length: 40, special: false }, child);
        const authenticationMode = { type: "password", passwords: [pulumi.secret(result)] };
        const made = { engine, userId: `${identifier}-${userName}`, userName, accessString };
        // No deployment puts that first one back.
        const kept = { ...child, ignoreChanges: ["authenticationMode"] };
        return new aws.elasticache.User(own, { ...made, authenticationMode }, kept).userId;
    };
    const userIds = [user("default", "off -@all"), user(username, appAccess)];
    const members = { engine, userGroupId: identifier, userIds };
    return new aws.elasticache.UserGroup(name, members, { parent }).userGroupId;
}
