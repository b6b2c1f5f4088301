import type { Rule } from "../../rule.ts";
import flowLogs from "./flow-logs.ts";
import internetToLoadBalancersOnly from "./internet-to-load-balancers-only.ts";
import internetToWebPortsOnly from "./internet-to-web-ports-only.ts";

export const network: readonly Rule[] = [flowLogs, internetToLoadBalancersOnly, internetToWebPortsOnly];
