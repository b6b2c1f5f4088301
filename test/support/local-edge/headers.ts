import { z } from "zod";
import type { Graph } from "./registered.ts";

const type = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";
const override = z.boolean();
const policy = z.strictObject({
    name: z.string(),
    securityHeadersConfig: z.strictObject({
        contentSecurityPolicy: z.strictObject({ contentSecurityPolicy: z.string(), override }).optional(),
        strictTransportSecurity: z
            .strictObject({
                ...{ accessControlMaxAgeSec: z.number(), includeSubdomains: z.boolean(), override },
                preload: z.boolean().optional(),
            })
            .optional(),
        frameOptions: z.strictObject({ frameOption: z.string(), override }).optional(),
        contentTypeOptions: z.strictObject({ override }).optional(),
        referrerPolicy: z.strictObject({ referrerPolicy: z.string(), override }).optional(),
    }),
    customHeadersConfig: z
        .strictObject({
            items: z.array(z.strictObject({ header: z.string(), value: z.string(), override })),
        })
        .optional(),
    removeHeadersConfig: z
        .strictObject({ items: z.array(z.strictObject({ header: z.string() })) })
        .optional(),
});

export type Headers = Record<string, string | string[]>;
type Added = [header: string, value: string, override: boolean];

/**
 * What is done to the headers of an answer, wherever it comes from: some are taken out, and some added, over the origin's
 * own or not (CloudFront Developer Guide, "Understand response headers policies").
 */
export function headersOf(graph: Graph, id: string): (headers: Headers) => Headers {
    const { securityHeadersConfig: config, ...others } = graph.one(type, policy, id);
    const {
        contentSecurityPolicy: csp,
        strictTransportSecurity: hsts,
        frameOptions,
        referrerPolicy,
    } = config;
    const added: Added[] = [
        ...(csp ? [["content-security-policy", csp.contentSecurityPolicy, csp.override] as Added] : []),
        ...(hsts ? [["strict-transport-security", lasting(hsts), hsts.override] as Added] : []),
        ...(frameOptions
            ? [["x-frame-options", frameOptions.frameOption, frameOptions.override] as Added]
            : []),
        ...(config.contentTypeOptions
            ? [["x-content-type-options", "nosniff", config.contentTypeOptions.override] as Added]
            : []),
        ...(referrerPolicy
            ? [["referrer-policy", referrerPolicy.referrerPolicy, referrerPolicy.override] as Added]
            : []),
        ...(others.customHeadersConfig?.items ?? []).map(({ header, value, override }): Added => [
            header.toLowerCase(),
            value,
            override,
        ]),
    ];
    const removed = (others.removeHeadersConfig?.items ?? []).map(({ header }) => header.toLowerCase());
    return (headers) => {
        const kept = Object.entries(headers).filter(([name]) => !removed.includes(name));
        const made: Headers = Object.fromEntries(kept);
        for (const [name, value, isOver] of added) if (isOver || !(name in made)) made[name] = value;
        return made;
    };
}

function lasting(hsts: {
    accessControlMaxAgeSec: number;
    includeSubdomains: boolean;
    preload?: boolean | undefined;
}) {
    const words = [`max-age=${hsts.accessControlMaxAgeSec}`];
    if (hsts.includeSubdomains) words.push("includeSubDomains");
    if (hsts.preload) words.push("preload");
    return words.join("; ");
}
