import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { agentImage } from "./datadog-agent.ts";
import type { Workflow } from "../workflow/schema.ts";
import { docs } from "./docs.ts";
import type { Settings } from "./schema.ts";

/** Datadog's sites for everybody (Datadog Docs, "Getting Started with Datadog Sites"); that for governments takes no roles. */
const sites = [
    "datadoghq.com",
    "us3.datadoghq.com",
    "us5.datadoghq.com",
    "datadoghq.eu",
    "ap1.datadoghq.com",
];

/** Whether a team sees all of it in Datadog, too. */
export const datadog = z
    .strictObject({
        site: z.enum(["", ...sites]).register(docs, {
            says: 'The site of Datadog\'s at which monitors, SLOs, the look from outside and the dashboard are made once more. "" makes nothing there, and costs nothing.',
            use: `one of ${sites.join(", ")}, with both keys; or "", with both keys ""`,
        }),
        externalId: z
            .string()
            .regex(/^$|^[\w-]{8,128}$/)
            .register(docs, {
                says: "By what Datadog reads numbers of this account, once for all of its environments.",
                use: 'the AWS External ID that Datadog shows under Integrations, AWS, Add Account, for 48 hours; "" where another environment of the account has one',
            }),
        notify: z
            .string()
            .regex(/^$|^@[\w.@+-]{1,200}$/)
            .register(docs, {
                says: 'Who hears of it from Datadog. "" for nobody: CloudWatch tells, and sooner.',
                use: 'an address of Datadog\'s such as @slack-ops or @you@example.com; or ""',
            }),
        locations: z
            .array(z.string().regex(/^(aws|gcp|azure):[a-z0-9-]{1,40}$/))
            .min(1)
            .max(5)
            .refine((all) => new Set(all).size === all.length)
            .register(docs, {
                says: "Where Datadog looks from, each as often as uptime says; every step of each look is paid for.",
                use: "a list of up to five of Datadog's own places, each once, such as [aws:eu-central-1]",
            }),
        agentImage,
    })
    .register(docs, {
        says: "Datadog, beside CloudWatch. docs/runbooks/datadog.md says what it shows and what not.",
        use: "a map with site, externalId, notify, locations and agentImage",
    });

const key = (says: string, name: string) =>
    z
        .string()
        .regex(/^$|^[\w-]{32,100}$/)
        .register(docs, {
            says,
            use: `what Datadog shows once under Organization Settings, by \`pulumi config set --secret airworthy:${name}\`; or "" where datadog.site is ""`,
        });
export const datadogApiKey = key("Datadog's API key: by it Datadog takes what is sent.", "datadogApiKey");
export const datadogAppKey = key(
    "Datadog's application key, best a service account's: by it monitors and dashboards are made.",
    "datadogAppKey",
);

/** True for a site without both of its keys, and keys without a site. */
export function isHalfOfDatadog(input: Record<string, unknown>): boolean {
    const { datadogApiKey, datadogAppKey } = input;
    const { site } = { ...(input.datadog as { site?: unknown } | undefined) };
    const keys = [datadogApiKey, datadogAppKey];
    if ([site, ...keys].some((one) => typeof one !== "string")) return false;
    return keys.some((one) => (one === "") !== (site === ""));
}

/** An alarm, as a part of the program asks for it. */
interface Declared {
    type: string;
    name: string;
    props: Record<string, unknown>;
}

const isAlarm = /^aws:cloudwatch\/(metricAlarm:MetricAlarm|compositeAlarm:CompositeAlarm)$/;

/**
 * What is told to Datadog; and an ear for every alarm that is declared, whichever part of the program does it, so that
 * none is forgotten there. A list of one, or of none where nothing is to be made.
 */
export function mirrorsOf({ settings, workflow }: { settings: Settings; workflow: Record<string, string> }) {
    const { datadog, datadogApiKey: apiKey, datadogAppKey: appKey } = settings;
    if (datadog.site === "") return { mirrors: [], listening: {} };
    const declared: Declared[] = [];
    const listen: pulumi.ResourceTransformation = ({ type, name, props }) => {
        if (isAlarm.test(type)) declared.push({ type, name, props: props as Declared["props"] });
        return undefined;
    };
    const steps = JSON.parse(workflow["workflow.json"]!) as Workflow;
    const { everyMinutes } = settings.uptime;
    const mirror = { ...datadog, apiKey, appKey, everyMinutes, declared, workflow: steps };
    return { mirrors: [mirror], listening: { transformations: [listen] } };
}
