// Packages of other clouds bring a provider each, and their settings are secret where the package says so.
import * as cloudflare from "@pulumi/cloudflare";
import * as datadog from "@pulumi/datadog";
import * as random from "@pulumi/random";
import * as pulumi from "@pulumi/pulumi";

const suffix = new random.RandomId("suffix", { byteLength: 2 });
const edge = new cloudflare.Provider("edge", { apiToken: pulumi.secret("cf-token") });
const zone = new cloudflare.Zone(
    "zone",
    { account: { id: "a".repeat(32) }, name: "example.com" },
    { provider: edge },
);
const name = pulumi.interpolate`app-${suffix.hex}`;
new cloudflare.DnsRecord(
    "record",
    { zoneId: zone.id, name, type: "CNAME", ttl: 1, content: "example.net" },
    { provider: edge },
);
new datadog.Monitor("monitor", {
    name,
    type: "metric alert",
    message: "Look at it.",
    query: "avg(last_5m):avg:system.load.1{*} > 4",
});
