import type { ServerResponse } from "node:http";
import type { Cache } from "./cache.ts";

export const USER_ID = "acme-staging-app";

/**
 * ElastiCache's hand on one user, in the words of its API: moto has no ModifyUser, and no server behind it. It replaces
 * the user's passwords, and takes its time for it; what it refuses, and how, is from its API reference and from
 * hashicorp/terraform-provider-aws#49726.
 */
export interface User {
    status: string;
    type: string;
    passwords: string[];
    /** Milliseconds until a change is applied. */
    delay: number;
    /** And what it has to wait for besides. */
    held?: Promise<unknown>;
    /** Whether changes reach the server: only those of users in the cache's group do. */
    isInGroup: boolean;
    /** Calls that are throttled from now on. */
    throttled: number;
    /** What happens at once after the next change has been taken: somebody else's doing. */
    afterwards?: () => unknown;
}

const tag = (name: string, inside: string) => `<${name}>${inside}</${name}>`;

export const fresh = (passwords: string[]): User => ({
    ...{ status: "active", type: "password", passwords, delay: 60, isInGroup: true, throttled: 0 },
});

export function answerFor(user: User, cache: Cache, fields: URLSearchParams, answer: ServerResponse): void {
    const action = fields.get("Action") ?? "";
    const refuse = (code: string, message: string, status = 400) => {
        const error = tag("Type", "Sender") + tag("Code", code) + tag("Message", message);
        const text = tag("ErrorResponse", tag("Error", error) + tag("RequestId", "1"));
        answer.writeHead(status, { "content-type": "text/xml" }).end(text);
    };
    const id = fields.get("UserId") ?? "";
    if (user.throttled > 0) {
        user.throttled -= 1;
        return refuse("Throttling", "Rate exceeded");
    }
    if (id !== USER_ID) return refuse("UserNotFound", `User ${id} not found.`, 404);
    if (action === "ModifyUser") {
        const wanted = [1, 2, 3].flatMap(
            (at) => fields.get(`AuthenticationMode.Passwords.member.${at}`) ?? [],
        );
        if (user.status !== "active") {
            const why = `User ${id} has status ${user.status}. Only active users can be modified.`;
            return refuse("InvalidUserState", why);
        }
        const isGood = wanted.every((one) => /^[^\s,"/@]{16,128}$/.test(one));
        if (!isGood || wanted.length < 1 || new Set(wanted).size !== wanted.length || wanted.length > 2)
            return refuse("InvalidParameterValue", `Passwords: ${wanted.join(" ")}`);
        Object.assign(user, { status: "modifying", type: fields.get("AuthenticationMode.Type") });
        user.passwords = wanted;
        const apply = async () => {
            await user.held;
            if (user.isInGroup) await cache.setPasswords(wanted);
            const { afterwards } = user;
            user.afterwards = undefined;
            user.status = "active";
            await afterwards?.();
        };
        setTimeout(() => void apply(), user.delay);
    }
    const count = user.type === "password" ? tag("PasswordCount", String(user.passwords.length)) : "";
    const own = tag("UserId", id) + tag("UserName", "app") + tag("Status", user.status);
    const shown = own + tag("Authentication", tag("Type", user.type) + count);
    const result = action === "ModifyUser" ? shown : tag("Users", tag("member", shown));
    const text = tag(
        `${action}Response`,
        tag(`${action}Result`, result) + tag("ResponseMetadata", tag("RequestId", "1")),
    );
    answer.writeHead(200, { "content-type": "text/xml" }).end(text);
}
