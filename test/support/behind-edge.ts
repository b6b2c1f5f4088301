import { readFileSync } from "node:fs";
import type { Context } from "mocha";
import type { Browser, BrowserContext, Page } from "puppeteer-core";
import { settingsOf } from "../../bench/other-settings.ts";
import { Cdn, type CdnArgs } from "../../components/edge/cdn.ts";
import { Firewall, type FirewallArgs } from "../../components/edge/firewall.ts";
import { makeCertificates, privateFolder, removeFolder } from "../../scripts/lib/local-server.ts";
import { recorded } from "../components/recorded.ts";
import { chromium, startChromium } from "./chromium.ts";
import { startEdge, type LocalEdge } from "./local-edge.ts";
import { Graph } from "./local-edge/registered.ts";
import { rehearsed } from "./rehearsed.ts";
import { skipUnless } from "./skip.ts";
import { StandIn } from "./stand-in.ts";

/** A site that is not ours. */
export const elsewhere = "other.test";

/** What production registers as it ships. */
export async function shipped(): Promise<Graph> {
    const rehearsal = await rehearsed("production", "deploy");
    if (rehearsal.faults.length > 0) throw new Error(JSON.stringify(rehearsal.faults));
    return Graph.ofRehearsal(rehearsal);
}

type Settings = { "airworthy:cdn": CdnArgs; "airworthy:firewall": FirewallArgs };

/** The CDN and the firewall alone, with settings of production's but for these. */
export async function built(changes: {
    cdn?: Partial<CdnArgs>;
    firewall?: Partial<FirewallArgs>;
}): Promise<Graph> {
    const { "airworthy:cdn": cdn, "airworthy:firewall": firewall } = settingsOf(
        "production",
    ) as unknown as Settings;
    const account = { accountId: "123456789012", region: "us-east-1", prefix: "shop-live" };
    const dns = { domain: "app.example.com", dns: "route53", zoneId: "Z1" } as const;
    const certificates = { edgeCertificateArn: "arn:edge", originName: "origin.app.example.com" };
    const balancer = { origin: { arn: "arn:web", dnsName: "web.test" }, idleSeconds: 60 };
    const around = { ...account, ...dns, certificates, balancer, logBucket: "logs", retentionDays: 30 };
    const made = await recorded(() => {
        const guard = new Firewall("firewall", { ...firewall, ...changes.firewall, ...around });
        new Cdn("cdn", { ...cdn, ...changes.cdn, ...around, webAclArn: guard.webAclArn });
    });
    return Graph.ofRecorded(made);
}

/** An application behind the edge, another site, and users in front of both. */
export class BehindEdge {
    readonly app = new StandIn();
    other!: StandIn;
    edge!: LocalEdge;
    /** Seconds that the edge believes to have passed. */
    seconds = 0;
    private browser!: Browser;
    private folder = "";

    /** For a `before`: skips where there is no Chromium. The other site answers to these names, too. */
    async start(context: Context, graph: () => Promise<Graph>, also: string[] = []): Promise<void> {
        // A rehearsal, and a browser that starts: seconds on a quiet machine, minutes on a busy one.
        context.timeout(300_000);
        const program = chromium();
        skipUnless(context, program, "chromium is not installed: npm run servers");
        const policy = await graph();
        this.folder = privateFolder();
        const files = await makeCertificates(this.folder, `DNS:app.example.com,DNS:${elsewhere}`);
        const tls = { key: readFileSync(files.key), cert: readFileSync(files.cert) };
        this.other = new StandIn(tls);
        await Promise.all([this.app.start(), this.other.start()]);
        const now = () => this.seconds;
        this.edge = await startEdge(policy, { tls, appPort: this.app.port, now });
        const { name, httpPort, httpsPort } = this.edge;
        const names = { [`${name}:80`]: httpPort, [`${name}:443`]: httpsPort };
        const others = [elsewhere, ...also].map((host) => [`${host}:443`, this.other.port] as const);
        const ports = { ...names, ...Object.fromEntries(others) };
        this.browser = await startChromium(program!, ports, tls.cert);
    }

    /** For a `beforeEach`. */
    clear(): void {
        this.edge.forget();
        for (const site of [this.app, this.other]) Object.assign(site, { asked: [], pages: {} });
        this.edge.plain.length = 0;
    }

    async stop(): Promise<void> {
        await this.browser?.close();
        this.edge?.stop();
        await Promise.all([this.app.stop(), this.other?.stop()]);
        if (this.folder) removeFolder(this.folder);
    }

    /** A user of their own: no cookie, no file kept, nothing remembered. */
    async user<Result>(does: (page: Page, context: BrowserContext) => Promise<Result>): Promise<Result> {
        const context = await this.browser.createBrowserContext();
        try {
            return await does(await context.newPage(), context);
        } finally {
            await context.close();
        }
    }

    url(path: string): string {
        return `https://${this.edge.name}${path}`;
    }
}
