import { Variables } from "../environment/variables.ts";
import { placeFrom as rolesPlaceFrom } from "../roles/place.ts";

/** What the deployment tells the function: as that of the roles, and where the poolers and their record are. */
export function placeFrom(env: NodeJS.ProcessEnv) {
    const told = new Variables(env);
    const poolers = told.checked({
        table: told.text("SWITCH_TABLE"),
        cluster: told.text("CLUSTER"),
        service: told.text("POOLER_SERVICE"),
    });
    return { ...poolers, database: rolesPlaceFrom(env) };
}
