import * as aws from "@pulumi/aws";
import { stackRule } from "../../rule.ts";
import { eachContainerOf, told, toldOf } from "../../tasks.ts";
import { numberOf } from "../../values.ts";
import { inWorkers, queuesOf } from "../../workers.ts";

const [variable, pool] = ["WORKER_CONCURRENCY", "DATABASE_POOL_SIZE"];

export default stackRule(aws.ecs.Service, {
    id: "workers-capped",
    criterion: "SCA-04",
    severity: "high",
    says: "A worker is told how many jobs it may have in hand: however long the queue is, no more of them reach the database.",
    fix: `Tell its container ${variable}, a whole number from 1 to DATABASE_POOL_SIZE. How many workers there may be, service-scales looks at.`,
    check: (service, stack) => {
        if (queuesOf(service, stack).length === 0) return undefined;
        return eachContainerOf(service, stack, (container) => {
            const value = toldOf(container, variable);
            const isCap = Number.isInteger(numberOf(value)) && numberOf(value) >= 1;
            if (!isCap) return `has the ${variable} ${value ?? "left out"}.`;
            const most = toldOf(container, pool);
            const isPooled = most === undefined || numberOf(value) <= numberOf(most);
            return isPooled ? undefined : `has ${value} jobs in hand, and ${most} connections for them.`;
        });
    },
    breaks: {
        "left out": inWorkers(told(variable)),
        "as many as come": inWorkers(told(variable, "unlimited")),
        "more than its connections": inWorkers(told(variable, "1000")),
        none: inWorkers(told(variable, "0")),
    },
});
