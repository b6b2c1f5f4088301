import * as datadog from "@pulumi/datadog";
import { containersOf } from "../../containers.ts";
import { inAgents, servingIn, toldAgents, whyUnobserved } from "../../observed.ts";
import { stackRule } from "../../rule.ts";
import { tasksOf } from "../../tasks.ts";

export default stackRule(datadog.DashboardJson, {
    id: "datadog-sees-tasks",
    criterion: "OBS-02",
    severity: "medium",
    says: "Where a team looks at Datadog, an agent in each task of the application and its workers says what its containers use, and can take nothing with it when it ends.",
    fix: "Set airworthy:datadog.agentImage, and give Task `observed`: components/compute/task/datadog-agent.ts.",
    check: (_page, stack) => {
        const faults = servingIn(stack).flatMap((service) =>
            tasksOf(service, stack).map((task) => {
                const fault = whyUnobserved(containersOf(task));
                return fault && `The task of ${service.name} ${fault}`;
            }),
        );
        return faults.find((fault) => fault !== undefined);
    },
    breaks: {
        "left out": inAgents("remove"),
        "left out beside workers": inAgents("remove", "work"),
        "as if on a host": toldAgents("ECS_FARGATE"),
        "of no environment": toldAgents("DD_ENV"),
        "without a key": inAgents((agent) => delete agent.secrets),
        essential: inAgents((agent) => (agent.essential = true)),
        "without a limit": inAgents((agent) => delete agent.memory),
        "open to traces": toldAgents("DD_APM_NON_LOCAL_TRAFFIC", "true"),
        "open to numbers": toldAgents("DD_DOGSTATSD_NON_LOCAL_TRAFFIC", "true"),
    },
});
