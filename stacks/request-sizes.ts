import { find } from "./agreement.ts";
import { firewall } from "./edge.ts";
import { mostMb, proxied } from "./proxied.ts";

/** Limits of size above Cloudflare's own, one sentence each: what is between the two would never get to the application. */
export function tooLargeForProxy(
    input: Record<string, unknown>,
    show: (key: string, value: unknown) => string,
): string[] {
    const { success, data } = proxied.safeParse(find(input, ["domain", "proxied"]));
    if (!success) return [];
    const { plan = "free" } = data;
    const mb = mostMb[plan];
    // What is no value of the setting at all is refused by itself.
    const { maxBodyKb, uploadMb } = firewall.shape;
    const body = maxBodyKb.safeParse(find(input, ["firewall", "maxBodyKb"])).data ?? 0;
    const uploads = uploadMb.safeParse(find(input, ["firewall", "uploadMb"])).data ?? {};
    const sizes: [key: string, value: number, most: number][] = [
        ["firewall.maxBodyKb", body, mb * 1024],
        ...Object.entries(uploads).map(([path, value]): (typeof sizes)[number] => [
            `firewall.uploadMb.${path}`,
            value,
            mb,
        ]),
    ];
    return sizes
        .filter(([, value, most]) => value > most)
        .map(
            ([key, value, most]) =>
                `${key} is ${show(key, value)}; use 1 to ${most}: behind Cloudflare (domain.proxied) its plan ${plan} takes no more in one request. A larger file goes into the bucket of uploads by a signed address, which is not behind it.`,
        );
}
