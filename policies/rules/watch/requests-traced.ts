import * as aws from "@pulumi/aws";
import { hasUsers, inUsed } from "../../releases.ts";
import { stackRule } from "../../rule.ts";
import { tasksOf, told, withSidecar } from "../../tasks.ts";
import { untraced, whyUntraced } from "../../traces.ts";

const endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

export default stackRule(aws.ecs.Service, {
    id: "requests-traced",
    criterion: "OBS-08",
    severity: "medium",
    says: "Of a request that failed or was slow one can see where the time went: a collector beside the application takes its traces.",
    fix: "Give the task a collector, as components/compute/task/collector.ts does, and tell the application where it listens.",
    check: (service, stack) => {
        if (!hasUsers(service.props)) return undefined;
        const faults = tasksOf(service, stack).map((task) => whyUntraced(task, stack));
        return faults.find((fault) => fault !== undefined);
    },
    breaks: {
        "left out": inUsed(withSidecar("remove")),
        "not told": inUsed(told(endpoint)),
        "told another place": inUsed(told(endpoint, "http://collector.internal:4318")),
        "told another port": inUsed(told(endpoint, "http://127.0.0.1:4319")),
        "switched off": inUsed(told("OTEL_TRACES_SAMPLER", "always_off")),
        "without rights": inUsed(untraced),
        essential: inUsed(withSidecar((collector) => (collector.essential = true))),
    },
});
