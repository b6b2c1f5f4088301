import * as aws from "@pulumi/aws";
import { idleSecondsOf, inBalancers } from "../../balancers.ts";
import { set } from "../../edits.ts";
import { hasUsers, inUsed } from "../../releases.ts";
import { stackRule } from "../../rule.ts";
import { eachContainerOf, told, toldOf } from "../../tasks.ts";
import { numberOf } from "../../values.ts";

const variable = "KEEP_ALIVE_SECONDS";
/** Seconds that clients who are gone may keep a connection; a WebSocket that lives sends pings. */
const most = 300;
/** Twice the seconds between two pings of a WebSocket (service's text in stacks/schema.ts). */
const least = 60;

export default stackRule(aws.ecs.Service, {
    id: "idle-timeouts-agree",
    criterion: "SEC-14",
    severity: "high",
    says: "A connection without a byte ends within minutes, and by the load balancer: never by the application, as a request comes.",
    fix: `Set idleTimeout of the load balancer to ${least} to ${most}, and tell the container a larger ${variable}.`,
    check: (service, stack) => {
        if (!hasUsers(service.props)) return undefined;
        const idle = idleSecondsOf(stack);
        if (!(idle <= most)) return `A load balancer keeps a connection for ${idle} seconds without a byte.`;
        if (!(idle >= least)) return `A WebSocket has to send something every ${idle} seconds.`;
        return eachContainerOf(service, stack, (container) => {
            const kept = toldOf(container, variable);
            if (numberOf(kept) > idle) return undefined;
            return `has the ${variable} ${kept ?? "left out"}; the load balancer sends requests for ${idle}.`;
        });
    },
    breaks: {
        "left out": inUsed(told(variable)),
        "sooner than the load balancer": inUsed(told(variable, "60")),
        "before the next ping": inUsed(inBalancers(set("idleTimeout", 20))),
        "an hour of nothing": inUsed(inBalancers(set("idleTimeout", 3600))),
    },
});
