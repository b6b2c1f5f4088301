import { z } from "zod";
import { docs, whole } from "./docs.ts";

/** Whether browsers of real users measure what they feel. */
export const realUsers = z
    .strictObject({
        samplePercent: whole(0, 100).register(docs, {
            says: "Of 100 loads of a page, so many are measured in the browser, each of which is paid for. docs/runbooks/real-users.md says how. 0 measures none: not ready for users.",
            use: "0 to 100; 100 where there are few users, and for many what still is some hundred loads a day",
        }),
    })
    .register(docs, {
        says: "What real users feel: Core Web Vitals, out of their browsers.",
        use: "a map with samplePercent",
    });

interface Place {
    settings: { realUsers: { samplePercent: number }; cdn: { contentSecurityPolicy: string } };
    region: string;
    /** The monitor wears them itself: what makes it doesn't know the provider's. */
    tags: Record<string, string>;
}

/** Where AWS takes the numbers (CloudWatch User Guide, "CloudWatch RUM", and the client's own default). */
export const endpointIn = (region: string) => `https://dataplane.rum.${region}.amazonaws.com`;

/** How users are measured, and the policy of the pages that lets them. */
export function measuredIn({ settings, region, tags }: Place) {
    const { samplePercent } = settings.realUsers;
    const { contentSecurityPolicy: policy } = settings.cdn;
    const endpoint = endpointIn(region);
    return {
        measured: { samplePercent, endpoint, tags },
        contentSecurityPolicy: samplePercent > 0 ? connecting(policy, endpoint) : policy,
    };
}

/**
 * A Content-Security-Policy that lets a page send to one more place, and changes nothing else. Browsers take `default-src`
 * where there is no `connect-src`, and the first of two that are alike (W3C, Content Security Policy Level 3).
 */
export function connecting(policy: string, origin: string): string {
    const directives = policy.split(";").map((one) => one.trim());
    const named = (name: string) =>
        directives.findIndex((one) => new RegExp(`^${name}(\\s|$)`, "i").test(one));
    const [own, byDefault] = [named("connect-src"), named("default-src")];
    // Neither is there: a page may send anywhere.
    if (own < 0 && byDefault < 0) return policy;
    const [, ...sources] = directives[own < 0 ? byDefault : own]!.split(/\s+/);
    if (sources.includes(origin)) return policy;
    // 'none' means nothing beside others.
    const allowed = [...sources.filter((one) => !/^'none'$/i.test(one)), origin];
    const connect = `connect-src ${allowed.join(" ")}`;
    return own < 0
        ? [...directives, connect].filter((one) => one !== "").join("; ")
        : directives.with(own, connect).join("; ");
}
