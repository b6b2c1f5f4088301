import * as cloudflare from "@pulumi/cloudflare";
import { set } from "../../edits.ts";
import { fromProxy } from "../../proxies.ts";
import { stackRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

/** What each setting of a zone has to be. */
const wanted = { ssl: /^strict$/, min_tls_version: /^1\.[23]$/, tls_1_3: /^on$/, always_use_https: /^on$/ };
const inSetting = (id: keyof typeof wanted, edit: Parameters<typeof fromProxy>[1]) =>
    fromProxy(
        (_, stack) => stack.all(cloudflare.ZoneSetting).filter(({ props }) => props.settingId === id),
        edit,
    );

export default stackRule(cloudflare.DnsRecord, {
    id: "proxy-tls",
    criterion: "SEC-04",
    severity: "critical",
    says: "Users reach Cloudflare by TLS 1.2 or 1.3 alone, and it the CDN by a certificate that it checks.",
    fix: "Where a stack has settings of a zone, let it have ssl strict, min_tls_version 1.2, tls_1_3 on, always_use_https on.",
    check: ({ props: { proxied, zoneId } }, stack) => {
        const own = stack.all(cloudflare.ZoneSetting).filter(({ props }) => props.zoneId === zoneId);
        // Of a zone that has its settings from elsewhere nobody can tell here.
        if (!isOn(proxied) || own.length === 0) return undefined;
        for (const [id, good] of Object.entries(wanted)) {
            const value: unknown = own.find(({ props }) => props.settingId === id)?.props.value;
            if (!good.test(String(value))) return `Its zone's ${id} is ${String(value ?? "left to chance")}.`;
        }
        return undefined;
    },
    breaks: {
        "left out": inSetting("ssl", "remove"),
        "any certificate": inSetting("ssl", set("value", "full")),
        "TLS 1.1": inSetting("min_tls_version", set("value", "1.1")),
        "plain HTTP": inSetting("always_use_https", set("value", "off")),
    },
});
