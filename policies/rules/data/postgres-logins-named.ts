import * as aws from "@pulumi/aws";
import { loginsOf, signingInAs, signingInAsMaster } from "../../database-logins.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(aws.ecs.TaskDefinition, {
    id: "postgres-logins-named",
    criterion: "DAT-11",
    severity: "high",
    says: "A task signs in to Postgres by IAM as users that its role names, none as the master, and what serves users not at all.",
    fix: "Allow rds-db:connect on dbuser:*/<user>, for a user of the task's own that components/data/roles.ts makes.",
    check: (task, stack) => {
        const users = loginsOf(task, stack);
        if (users.length === 0) return undefined;
        // A replica has the master of its source.
        const sources = stack.all(aws.rds.Instance).filter(({ props }) => !props.replicateSourceDb);
        const masters = sources.map(({ props }) => props.username);
        const wrong = users.find((user) => /[*?]/.test(user) || masters.includes(user));
        if (wrong !== undefined) return `It may sign in as ${wrong}.`;
        const serving = stack
            .surelyNaming(task, "taskDefinition", aws.ecs.Service)
            .find(({ props }) => (props.loadBalancers?.length ?? 0) > 0);
        return serving && `${serving.name} serves users, and may sign in as ${users.join(", ")}.`;
    },
    breaks: {
        "left out": signingInAs("*"),
        "some of them": signingInAs("migrator_*"),
        "the master": signingInAsMaster,
        "past the poolers": (task, nodes) => {
            if (task.name === "app") signingInAs("reporter_iam")(task, nodes);
        },
    },
});
