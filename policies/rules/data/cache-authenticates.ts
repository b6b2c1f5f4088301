import * as aws from "@pulumi/aws";
import { fromNowhere, inNamed, leaveOut, set } from "../../edits.ts";
import type { Node } from "../../graph.ts";
import { isLeftOut, referenceOf } from "../../references.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { isOn } from "../../values.ts";

const { ReplicationGroup, User, UserGroup } = aws.elasticache;
const inGroup = (edit: Edit) => inNamed("userGroupIds", UserGroup, edit);
const inUsers = (edit: Edit) => inGroup((group, nodes) => inNamed("userIds", User, edit)(group, nodes));

function needsNothing(user: Node): boolean {
    if (isOn(user.props.noPasswordRequired)) return true;
    return !isLeftOut(user, "authenticationMode") && user.props.authenticationMode?.type?.startsWith("no-");
}

export default stackRule(ReplicationGroup, {
    id: "cache-authenticates",
    criterion: "DAT-12",
    severity: "critical",
    says: "Nobody uses a cache without a password or an identity of AWS.",
    fix: "Name in userGroupIds an aws.elasticache.UserGroup of this stack, all of whose users are of this stack and log in.",
    check: (cache, stack) => {
        const groups = stack.named(cache, "userGroupIds", UserGroup);
        const { texts, unknowns } = referenceOf(cache, "authToken");
        if (groups.length === 0) return texts.length + unknowns > 0 ? undefined : "Nobody has to log in.";
        const others = groups.flatMap((group) => group.props.userIds ?? []).filter((id) => id === "default");
        if (others.length > 0) return "It lets in Amazon's own user default, who has no password.";
        const open = groups.flatMap((group) => stack.named(group, "userIds", User)).filter(needsNothing);
        return open.length > 0 ? `${open[0]!.props.userName} has no password.` : undefined;
    },
    breaks: {
        "left out": leaveOut("userGroupIds"),
        "another stack's": set("userGroupIds", ["somebody-elses"]),
        "of nobody knows whom": fromNowhere("userGroupIds"),
        "Amazon's own user": inGroup((group) => void group.props.userIds.push("default")),
        "without a password": inUsers(set("authenticationMode", { type: "no-password-required" })),
        "no password required": inUsers(set("noPasswordRequired", true)),
    },
});
