import { z } from "zod";
import { docs } from "./docs.ts";
import { proxied } from "./proxied.ts";

const host = "([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}";

/** The name that users call, and who answers for it. */
export const domain = z
    .strictObject({
        name: z
            .string()
            // With `origin.` before it, it is in a certificate, which takes 64 characters as the first of its names.
            .max(57)
            .regex(new RegExp(`^$|^${host}$`))
            .register(docs, {
                says: 'The name that users call. "" is a trial at a name of CloudFront\'s, in part over plain HTTP: not ready for users.',
                use: 'a host name in small letters of up to 57 characters, such as app.example.com; "" together with zoneId ""',
            }),
        dns: z.enum(["route53", "cloudflare"]).register(docs, {
            says: "Who answers for the name. Cloudflare takes CLOUDFLARE_API_TOKEN, a token that may edit the zone's DNS (docs/runbooks/edge.md).",
            use: "route53 or cloudflare",
        }),
        zoneId: z
            .string()
            .regex(/^$|^Z[A-Z0-9]{1,31}$|^[0-9a-f]{32}$/)
            .register(docs, {
                says: "The zone there that the name is in. Its certificates are made, validated and renewed by it.",
                use: 'the zone\'s id: Z and capitals at Route 53, 32 hexadecimal digits at Cloudflare; "" together with name ""',
            }),
        shared: z
            .strictObject({
                name: z
                    .string()
                    .max(64)
                    .regex(new RegExp(`^${host}$`))
                    .register(docs, {
                        says: "The name. The certificate is good for it all the time.",
                        use: "another host name of the same zone at Route 53, neither the own one nor that with `origin.` before it, of up to 64 characters, such as app.example.com",
                    }),
                serves: z.boolean().register(docs, {
                    says: "Whether its users come here. One environment at a time: docs/runbooks/second-region.md.",
                    use: "true in the environment that serves it, and false in the others",
                }),
            })
            .optional()
            .register(docs, {
                says: "A name that environments in several regions serve in turn, besides the own name of each. Left out, none.",
                use: "a map with name and serves, beside dns route53 and another name of its own, or leave it out",
            }),
        proxied: proxied.optional().register(docs, {
            says: "Cloudflare in front of the CDN, with what that takes: docs/runbooks/edge.md. Left out, it answers for the name and no more.",
            use: "a map with zone, and a plan other than free, beside dns cloudflare and a name, or leave it out",
        }),
    })
    .register(docs, {
        says: "Where users find the application.",
        use: "a map with name, dns and zoneId",
    });
