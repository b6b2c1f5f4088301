import * as aws from "@pulumi/aws";
import { isLeftOut } from "../../references.ts";
import { resourceRule } from "../../rule.ts";

export default resourceRule(aws.elasticache.User, {
    id: "cache-password-kept",
    criterion: "SEC-02",
    severity: "high",
    says: "No deployment puts back the password that a cache's user had before it was rotated.",
    fix: "List authenticationMode, or passwords where that is set, in ignoreChanges.",
    check: (props, user) => {
        const given = (["authenticationMode", "passwords"] as const).filter(
            (one) => !isLeftOut(user, one) && props[one] !== undefined,
        );
        const put = given.filter((one) => !user.opts.ignoreChanges.includes(one));
        return put.length > 0 ? `A change of ${put.join(" and ")} would put it back.` : undefined;
    },
    breaks: {
        "left out": (user) => {
            user.opts.ignoreChanges = [];
        },
        "another property": (user) => {
            user.opts.ignoreChanges = ["accessString"];
        },
        "in the older property": (user) => {
            user.props.passwords = ["sixteen-letters!"];
        },
    },
});
