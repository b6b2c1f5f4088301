import { settingsOf, type Settings } from "../../bench/other-settings.ts";

/** Of no image that there is. */
export const agentImage = `public.ecr.aws/datadog/agent@sha256:${"da".repeat(32)}`;

/** An environment's settings with Datadog on, by keys that the program takes for examples. */
export function withDatadog(stack: string): Settings {
    const shipped = settingsOf(stack)["airworthy:datadog"] as object;
    const key = "example-key-that-nobody-was-issued";
    const on = { site: "datadoghq.eu", externalId: "0123456789abcdef", notify: "@slack-ops", agentImage };
    return {
        "airworthy:datadog": { ...shipped, ...on },
        ...{ "airworthy:datadogApiKey": key, "airworthy:datadogAppKey": key },
    };
}
