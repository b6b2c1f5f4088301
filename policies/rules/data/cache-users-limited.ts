import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";

/** Commands of the engine's group @dangerous that stop or empty the server, or list all that is in it. */
const harmful =
    /^\+(acl|config|debug|flush(all|db)|keys|migrate|monitor|replicaof|shutdown|slaveof|swapdb)\b/;

/** What of an administrator's an access string leaves allowed: rules count in their order, and each group has some. */
function leftBy(accessString: string): string[] {
    const left = new Set<string>();
    for (const rule of accessString.toLowerCase().split(/[\s()]+/)) {
        if (/^(-@all|nocommands|reset)$/.test(rule)) left.clear();
        else if (/^(\+@|allcommands)/.test(rule)) left.add("@admin").add("@dangerous");
        else if (rule.startsWith("-")) left.delete(rule.slice(1));
        else if (harmful.test(rule)) left.add(rule.slice(1));
    }
    return [...left];
}

export default resourceRule(aws.elasticache.User, {
    id: "cache-users-limited",
    criterion: "SEC-08",
    severity: "high",
    says: "No user of a cache may do what an administrator does, or what stops the others.",
    fix: "End the accessString with -@admin -@dangerous, and then add single commands such as +info.",
    check: ({ accessString }) => {
        if (accessString === undefined) return "It has no accessString.";
        if (/^off\b(?!.*\son\b)/.test(accessString)) return undefined;
        const left = leftBy(accessString);
        return left.length > 0 ? `It may use ${left.join(" and ")}.` : undefined;
    },
    breaks: {
        everything: set("accessString", "on ~* &* +@all"),
        "left out": leaveOut("accessString"),
        "a group after the bounds": set("accessString", "on ~* -@all -@admin -@dangerous +@read"),
        "all but an administrator's": set("accessString", "on ~* -@all +@write -@admin"),
        "one command": set("accessString", "on ~* -@all +get +flushall"),
    },
});
