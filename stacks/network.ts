import { z } from "zod";
import { docs, whole } from "./docs.ts";

/** True for an IPv4 block in a private range of RFC 1918, from /16 to /20, that starts at its own first address. */
function isPrivateBlock(text: string): boolean {
    const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(1[6-9]|20)$/.exec(text);
    if (!match) return false;
    const [a = 0, b = 0, c = 0, d = 0, bits = 0] = match.slice(1).map(Number);
    if (a > 255 || b > 255 || c > 255 || d > 255) return false;
    const isPrivate = a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168);
    return isPrivate && ((a << 24) | (b << 16) | (c << 8) | d) << bits === 0;
}

/** The network of an environment. */
export const network = z
    .strictObject({
        cidr: z.string().refine(isPrivateBlock).register(docs, {
            says: "Addresses of the VPC. Environments that may meet one day must not overlap.",
            use: "a private block from /16 to /20, such as 10.20.0.0/16",
        }),
        zones: whole(2, 3).register(docs, { says: "Availability zones in use.", use: "2 or 3" }),
    })
    .register(docs, { says: "The private network.", use: "a map with cidr and zones" });
