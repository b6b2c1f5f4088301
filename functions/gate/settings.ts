import { Variables } from "../environment/variables.ts";

export interface Settings {
    cluster: string;
    /** Where releases are announced, and who migrates is written down. */
    table: string;
    /** The alarms that may not be red, by name. */
    alarms: string[];
    /** The container of the service's task that is released. */
    container: string;
    /** From the start of a deployment until its migrations have to be over. */
    limitSeconds: number;
    /** None where the application has none. */
    migration: Migration | undefined;
}

/** The task that migrates, and where it runs. */
export interface Migration {
    taskDefinition: string;
    container: string;
    logGroup: string;
    subnets: string[];
    securityGroups: string[];
}

/** A day, in seconds: longer than that ECS waits for no hook (API reference, "DeploymentLifecycleHookTimeoutConfiguration"). */
const MOST_SECONDS = 86_400;

/** What the deployment says, or an error that names all that is wrong. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
    const variables = new Variables(env);
    const list = (name: string) => {
        const text = variables.text(name);
        const names = text.split(",").filter(Boolean);
        // Of no alarm at all none is red.
        if (text && names.length === 0) variables.fault(`${name} is "${text}"; use names, joined by commas`);
        return names;
    };
    const taskDefinition = variables.text("MIGRATION_TASK");
    const read = {
        cluster: variables.text("CLUSTER"),
        table: variables.text("TABLE"),
        alarms: list("ALARMS"),
        container: variables.text("CONTAINER"),
        limitSeconds: variables.whole("LIMIT_SECONDS", MOST_SECONDS),
        // Said, and not left out: whoever loses a variable is not one without migrations.
        migration:
            taskDefinition === "none"
                ? undefined
                : {
                      taskDefinition,
                      container: variables.text("MIGRATION_CONTAINER"),
                      logGroup: variables.text("MIGRATION_LOG_GROUP"),
                      subnets: list("SUBNETS"),
                      securityGroups: list("SECURITY_GROUPS"),
                  },
    };
    return variables.checked(read);
}
