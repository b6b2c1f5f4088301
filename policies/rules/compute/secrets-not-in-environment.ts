import * as aws from "@pulumi/aws";
import { eachContainer } from "../../containers.ts";
import { inJson } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";

/** Names under which people keep what a log, a console or a state file must not show, and values that hold one. */
const confidential = /passw(or)?d|secret|token|credential|private_?key|api_?key|access_?key/i;
const withPassword = /^[a-z][a-z0-9+.-]*:\/\/[^/:@]*:[^/@]+@/i;

export default resourceRule(aws.ecs.TaskDefinition, {
    id: "secrets-not-in-environment",
    criterion: "SEC-01",
    severity: "critical",
    says: "No container gets a secret as plain text: ECS fetches it when the task starts.",
    fix: "Keep the value in Secrets Manager, and hand its ARN over in the container's `secrets`.",
    check: (task) =>
        eachContainer(task, ({ environment = [] }) => {
            const found = environment.filter(
                ({ name, value }) => confidential.test(name) || withPassword.test(value),
            );
            const names = found.map(({ name }) => name).join(", ");
            return names === "" ? undefined : `has in plain text: ${names}.`;
        }),
    breaks: {
        "by name": inJson("containerDefinitions", ([app]) =>
            app.environment.push({ name: "API_KEY", value: "a" }),
        ),
        "in an address": inJson("containerDefinitions", ([app]) =>
            app.environment.push({ name: "DATABASE_URL", value: "postgres://owner:pass@db/app" }),
        ),
        "left out": inJson("containerDefinitions", ([app]) => {
            for (const { name } of app.secrets) app.environment.push({ name, value: "plain" });
            app.environment.push({ name: "SESSION_SECRET", value: "plain" });
        }),
    },
});
