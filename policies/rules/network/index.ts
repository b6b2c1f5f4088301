import type { Rule } from "../../rule.ts";
import certificatesIssuedByOne from "./certificates-issued-by-one.ts";
import closedToTheInternet from "./closed-to-the-internet.ts";
import flowLogs from "./flow-logs.ts";
import listsToLoadBalancersOnly from "./lists-to-load-balancers-only.ts";

export const network: readonly Rule[] = [
    certificatesIssuedByOne,
    closedToTheInternet,
    flowLogs,
    listsToLoadBalancersOnly,
];
