import type { Rule } from "../../rule.ts";
import drainBeforeStop from "./drain-before-stop.ts";
import idleTimeoutsAgree from "./idle-timeouts-agree.ts";
import loadBalancerHardened from "./load-balancer-hardened.ts";
import loadBalancerLogs from "./load-balancer-logs.ts";
import loadBalancerTls from "./load-balancer-tls.ts";

export const edge: readonly Rule[] = [
    drainBeforeStop,
    idleTimeoutsAgree,
    loadBalancerHardened,
    loadBalancerLogs,
    loadBalancerTls,
];
