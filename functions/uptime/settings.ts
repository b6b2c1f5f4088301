import { LAMBDA_SECONDS, Variables } from "../environment/variables.ts";

export interface Settings {
    /** Where users are. */
    url: string;
    /** For all steps together: Synthetics ends a run that takes longer than it may, and then nobody knows at which step. */
    limitSeconds: number;
}

/** What the deployment says, or an error that names all that is wrong. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
    const variables = new Variables(env);
    return variables.checked({
        url: variables.url("USERS_URL"),
        limitSeconds: variables.whole("LIMIT_SECONDS", LAMBDA_SECONDS),
    });
}
