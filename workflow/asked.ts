import { isSecret, type Confidential } from "./confidential.ts";
import { filled, filledIn, type Values } from "./placeholders.ts";
import type { Step } from "./schema.ts";
import type { Asked } from "./way.ts";

/** By this a person who reads the app's logs, and the app itself, tell these requests from users'. */
const USER_AGENT = "airworthy-workflow";

interface Given {
    values: Values;
    /** Learns what the request says that no log may show. */
    confidential: Confidential;
    cookie?: string;
}

/** The request of a step, with its values. */
export function askedOf({ method, path, headers = {}, body }: Step, given: Given): Asked {
    const { values, confidential, cookie } = given;
    const own = Object.entries(headers).map(([name, text]): [string, string] => {
        const value = filled(text, values);
        if (isSecret(name)) confidential.add(value);
        return [name.toLowerCase(), value];
    });
    const document = body === undefined ? undefined : filledIn(body, values);
    learn(document, confidential);
    return {
        method,
        path: filled(path, values, encodeURIComponent),
        headers: {
            "user-agent": USER_AGENT,
            ...(document === undefined ? {} : { "content-type": "application/json" }),
            ...(cookie === undefined ? {} : { cookie }),
            ...Object.fromEntries(own),
        },
        body: document === undefined ? undefined : JSON.stringify(document),
    };
}

function learn(document: unknown, confidential: Confidential): void {
    if (typeof document !== "object" || document === null) return;
    for (const [name, value] of Object.entries(document)) {
        if (isSecret(name) && typeof value === "string") confidential.add(value);
        learn(value, confidential);
    }
}
