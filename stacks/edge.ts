import { z } from "zod";
import { docs, whole } from "./docs.ts";

/** As CloudFront and WAF take them: with a * at the end for all that starts so. */
const pattern = /^\/[A-Za-z0-9._~/-]*\*?$/;
const paths = (says: string, such: string) =>
    z
        .array(z.string().max(128).regex(pattern))
        .max(10)
        .refine((all) => new Set(all).size === all.length)
        .register(docs, {
            says,
            use: `a list of up to 10 paths, each once, with a * at the end for all that starts so, such as [${such}], or []`,
        });
const byPath = <Value extends z.ZodType>(value: Value) =>
    z.record(z.string().max(128).regex(pattern), value).refine((all) => Object.keys(all).length <= 5);

/** What users get from the edge before the application is asked. */
export const cdn = z
    .strictObject({
        staticPaths: paths(
            "Paths of files that are the same for everybody: kept at the edge for a day where they don't say how long. Only GET, HEAD and OPTIONS get there, and no cookie, nor from there.",
            "/assets/*",
        ),
        cacheablePaths: paths(
            "Paths of answers that are the same for everybody: kept at the edge for as long as they say, and else not at all. Only GET, HEAD and OPTIONS get there, and no cookie, nor from there.",
            "/api/prices",
        ),
        contentSecurityPolicy: z
            .string()
            .min(1)
            .max(1500)
            .regex(/^[\x20-\x7e]+$/)
            .register(docs, {
                says: "What a page may load and run, where the application sends no policy of its own.",
                use: "a Content-Security-Policy of up to 1,500 characters, such as default-src 'self'",
            }),
        contentSecurityMode: z.enum(["enforce", "report"]).register(docs, {
            says: "Whether browsers keep to it, or say in their console what they would have refused.",
            use: "enforce, or report while you find out what your pages need",
        }),
        permissionsPolicy: z
            .string()
            .min(1)
            .max(500)
            .regex(/^[\x20-\x7e]+$/)
            .register(docs, {
                says: "Which of a device's parts a page may ask for, where the application doesn't say it.",
                use: "a Permissions-Policy of up to 500 characters, such as camera=(), microphone=()",
            }),
    })
    .register(docs, {
        says: "The CDN: what it keeps, and the headers that it adds where the application sends none.",
        use: "a map with staticPaths, cacheablePaths, contentSecurityPolicy, contentSecurityMode and permissionsPolicy",
    });

const requests = (says: string, use = "10 to 2000000000, the bounds of AWS WAF") =>
    whole(10, 2_000_000_000).register(docs, { says, use });

/** What does not get to the application. */
export const firewall = z
    .strictObject({
        mode: z.enum(["block", "count"]).register(docs, {
            says: "Whether what a rule finds is stopped, or only counted and logged. An app that has users already counts first.",
            use: "block, or count for as long as you look at what would be stopped",
        }),
        requestsPerIp: requests(
            "Requests in five minutes from one address; what is above is answered 429. Many people can share one.",
        ),
        userBy: z
            .string()
            .max(71)
            // Any token (RFC 7230, 3.2.6), of as many characters as WAF takes (API Reference, "RateLimitCookie").
            .regex(/^$|^(header|cookie):[\w!#$%&'*+.^`|~-]{1,64}$/)
            .register(docs, {
                says: 'What tells one user from another: a header or a cookie that holds their session. "" for none.',
                use: 'header: or cookie: and its name, such as header:authorization or cookie:connect.sid, or ""',
            }),
        requestsPerUser: requests("Requests in five minutes from one user, where userBy says who that is."),
        requestsPerPath: byPath(requests("Requests in five minutes to a path, from one address.")).register(
            docs,
            {
                says: "Requests in five minutes from one address to a path that is dear, or that passwords are tried at.",
                use: "a map of up to 5 paths, each to 10 to 2000000000, such as {/login: 50}, or {}",
            },
        ),
        maxBodyKb: whole(1, 1_048_576).register(docs, {
            says: "KB (1,024 bytes) that a request may say that it brings, but for uploadMb; what is larger is answered 413.",
            use: "1 to 1048576",
        }),
        uploadMb: byPath(
            whole(1, 20_480).register(docs, { says: "MB that one request may bring.", use: "1 to 20480" }),
        ).register(docs, {
            says: "MB (1,024 KB) that a request to such a path may bring; of several the finest path counts. It has to say how much: else it is answered 411.",
            use: "a map of up to 5 paths, each to 1 to 20480, such as {/import: 20}, or {}",
        }),
    })
    .register(docs, {
        says: "The firewall: AWS's managed rules, and limits of rate and size.",
        use: "a map with mode, requestsPerIp, userBy, requestsPerUser, requestsPerPath, maxBodyKb and uploadMb",
    });
