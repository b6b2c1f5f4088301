import { z } from "zod";
import { docs } from "./docs.ts";

/**
 * MB that one request may bring through Cloudflare, by the plan of the zone (its documentation, "Error 413", read 2026-11-23). An
 * enterprise's contract may say more.
 */
export const mostMb = { free: 100, pro: 100, business: 200, enterprise: 500 };
type Plan = keyof typeof mostMb;
const plans = Object.keys(mostMb) as Plan[];

/** Cloudflare in front of the CDN. */
export const proxied = z.strictObject({
    zone: z.enum(["own", "elsewhere"]).register(docs, {
        says: "Who has what a zone has once, for every name in it: its settings, and a limit by address.",
        use: "own in one environment of each zone, the one with the highest requestsPerIp, and elsewhere in the others, or where the zone has its settings from somebody else",
    }),
    plan: z
        .enum(plans)
        .optional()
        .register(docs, {
            says: `The zone's plan at Cloudflare, which takes requests of up to ${plans.map((plan) => `${mostMb[plan]} MB (${plan})`).join(", ")}. Left out, free.`,
            use: `${plans.slice(0, -1).join(", ")} or ${plans.at(-1)}, or leave it out`,
        }),
});
