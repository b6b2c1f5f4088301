import { z } from "zod";
import { docs } from "./docs.ts";

/** Who is woken when users are hurt. */
export const pager = z
    .string()
    .max(2048)
    .regex(/^$|^https:\/\/[^\s@]+$|^\+[1-9]\d{6,14}$|^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/)
    .register(docs, {
        says: 'What wakes whoever is on call: a service that calls, a telephone, or another e-mail. "" sends alertEmail one more e-mail.',
        use: 'https:// and the address that PagerDuty, Opsgenie or the like has for Amazon SNS, by `pulumi config set --secret airworthy:pager`; a number such as +4915112345678 for a text message; an e-mail address; or ""',
    });

/** True for a key, or an address that is one, too, or has one in it, where everybody who reads the stack file sees it. */
export function isInTheOpen(value: unknown, isSecret: boolean): boolean {
    return !isSecret && typeof value === "string" && /^https:|^[\w-]{32,}$/.test(value);
}
