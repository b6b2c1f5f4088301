import type { Rule } from "../../rule.ts";
import cachedForEverybody from "./cached-for-everybody.ts";
import cachedWithoutCookies from "./cached-without-cookies.ts";
import cdnConnectionsEndFirst from "./cdn-connections-end-first.ts";
import cdnLogs from "./cdn-logs.ts";
import cdnTls from "./cdn-tls.ts";
import drainBeforeStop from "./drain-before-stop.ts";
import firewallHidesSecrets from "./firewall-hides-secrets.ts";
import firewallInFront from "./firewall-in-front.ts";
import firewallLetsNoneBy from "./firewall-lets-none-by.ts";
import firewallLogs from "./firewall-logs.ts";
import firewallManagedRules from "./firewall-managed-rules.ts";
import idleTimeoutsAgree from "./idle-timeouts-agree.ts";
import keptAsSaid from "./kept-as-said.ts";
import loadBalancerHardened from "./load-balancer-hardened.ts";
import loadBalancerLogs from "./load-balancer-logs.ts";
import loadBalancerTls from "./load-balancer-tls.ts";
import loadBalancersPrivate from "./load-balancers-private.ts";
import noOtherDoors from "./no-other-doors.ts";
import originTls from "./origin-tls.ts";
import originsPrivate from "./origins-private.ts";
import proxyLimits from "./proxy-limits.ts";
import proxyNotBypassed from "./proxy-not-bypassed.ts";
import proxyTls from "./proxy-tls.ts";
import rateLimits from "./rate-limits.ts";
import securityHeaders from "./security-headers.ts";
import targetsChecked from "./targets-checked.ts";
import targetsWarmUp from "./targets-warm-up.ts";
import uploadLimits from "./upload-limits.ts";
import usersNotSticky from "./users-not-sticky.ts";

export const edge: readonly Rule[] = [
    cachedForEverybody,
    cachedWithoutCookies,
    cdnConnectionsEndFirst,
    cdnLogs,
    cdnTls,
    drainBeforeStop,
    firewallHidesSecrets,
    firewallInFront,
    firewallLetsNoneBy,
    firewallLogs,
    firewallManagedRules,
    idleTimeoutsAgree,
    keptAsSaid,
    loadBalancerHardened,
    loadBalancerLogs,
    loadBalancerTls,
    loadBalancersPrivate,
    noOtherDoors,
    originTls,
    originsPrivate,
    proxyLimits,
    proxyNotBypassed,
    proxyTls,
    rateLimits,
    securityHeaders,
    targetsChecked,
    targetsWarmUp,
    uploadLimits,
    usersNotSticky,
];
