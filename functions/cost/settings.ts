import { LAMBDA_SECONDS, Variables } from "../environment/variables.ts";
import type { Architecture } from "./prices.ts";

export interface Settings {
    /** What the load balancer and its groups of targets are called in metrics. */
    loadBalancer: string;
    targetGroups: string[];
    /** Where the app says what it has paid others. */
    namespace: string;
    architecture: Architecture;
    maxIncreasePercent: number;
    /** Until an answer has to be there, of those that AWS Lambda gives. */
    limitSeconds: number;
}

/** What the deployment says, or an error that names all that is wrong. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
    const variables = new Variables(env);
    const architecture = variables.text("CPU_ARCHITECTURE");
    if (architecture && architecture !== "X86_64" && architecture !== "ARM64")
        variables.fault(`CPU_ARCHITECTURE is ${architecture}; use X86_64 or ARM64`);
    return variables.checked({
        loadBalancer: variables.text("LOAD_BALANCER"),
        targetGroups: variables.text("TARGET_GROUPS").split(","),
        namespace: variables.text("NAMESPACE"),
        architecture: architecture as Architecture,
        maxIncreasePercent: variables.whole("MAX_COST_INCREASE_PERCENT", 1000),
        limitSeconds: variables.whole("LIMIT_SECONDS", LAMBDA_SECONDS),
    });
}
