import * as aws from "@pulumi/aws";
import { containersOf } from "../../containers.ts";
import { hasUsers, inUsed } from "../../releases.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { inContainer, tasksOf, told } from "../../tasks.ts";
import { whyUntracked } from "../../trackers.ts";

type Named = { name: string };
const without = (key: string): Edit =>
    inContainer((app) => (app.secrets = (app.secrets as Named[]).filter(({ name }) => name !== key)));

export default stackRule(aws.ecs.Service, {
    id: "errors-tracked",
    criterion: "OBS-07",
    severity: "high",
    says: "What users call reports its errors, by version and environment, to where somebody works on them.",
    fix: "Set airworthy:sentryDsn, or give the container DD_API_KEY, DD_ENV and DD_VERSION: docs/runbooks/errors.md.",
    check: (service, stack) => {
        if (!hasUsers(service.props)) return undefined;
        // One of a task's containers is enough: the others stand beside it.
        const faults = tasksOf(service, stack).flatMap((task) => containersOf(task).map(whyUntracked));
        return faults.includes(undefined) ? undefined : (faults[0] ?? "It has no container.");
    },
    breaks: {
        "left out": inUsed(without("SENTRY_DSN")),
        "of no environment": inUsed(told("SENTRY_ENVIRONMENT")),
        "of no version": inUsed(told("SENTRY_RELEASE")),
        "of another version": inUsed(told("SENTRY_RELEASE", `sha256:${"1".repeat(64)}`)),
    },
});
