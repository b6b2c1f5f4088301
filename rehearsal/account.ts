import { jsonOf, listOf } from "./limits/row.ts";
import type { Properties } from "./values.ts";

/** The one account that an AWS provider may work in; undefined where it names none, several, or one not known yet. */
export function accountOf({ allowedAccountIds }: Properties): string | undefined {
    // A provider's nested inputs come as JSON text.
    const json = jsonOf(allowedAccountIds);
    const [account, ...others] = listOf("value" in json ? json.value : undefined).map(String);
    return account !== undefined && others.length === 0 && /^\d{12}$/.test(account) ? account : undefined;
}
