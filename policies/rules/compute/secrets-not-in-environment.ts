import * as aws from "@pulumi/aws";
import { secretsIn } from "../../confidential.ts";
import { eachContainer } from "../../containers.ts";
import { inJson } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";

const variable = (name: string, value: string) =>
    inJson("containerDefinitions", ([app]) => app.environment.push({ name, value }));

export default resourceRule(aws.ecs.TaskDefinition, {
    id: "secrets-not-in-environment",
    criterion: "SEC-01",
    severity: "critical",
    says: "No container gets a secret as plain text: ECS fetches it when the task starts.",
    fix: "Keep the value in Secrets Manager or Parameter Store, and hand its ARN over in the container's `secrets`.",
    check: (task) =>
        eachContainer(task, (container) => {
            const places = secretsIn(container).join(", ");
            return places === "" ? undefined : `has in plain text: ${places}.`;
        }),
    breaks: {
        "by name": variable("API_KEY", "a"),
        "an address to send errors to": variable("SENTRY_DSN", "https://0@o1.ingest.sentry.io/1"),
        "in an address": variable("DATABASE_URL", "postgres://owner:pass@db/app"),
        "in a connection string": variable("DATABASE", "Host=db;Password=pass"),
        "on the command line": inJson("containerDefinitions", ([app]) => (app.command = ["--password=pass"])),
        "left out": inJson("containerDefinitions", ([app]) => {
            for (const { name } of app.secrets ?? []) app.environment.push({ name, value: "plain" });
            delete app.secrets;
        }),
    },
});
