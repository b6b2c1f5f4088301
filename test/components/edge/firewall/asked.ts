import { Firewall, type FirewallArgs } from "../../../../components/edge/firewall.ts";
import { LocalFirewall, type Sent } from "../../../support/local-firewall.ts";
import { inputsOf, recorded } from "../../recorded.ts";

const args: FirewallArgs = {
    ...{ prefix: "shop-live", accountId: "123456789012", mode: "block", retentionDays: 365 },
    ...{ requestsPerIp: 2000, userBy: "cookie:session", requestsPerUser: 1000 },
    ...{ requestsPerPath: { "/login": 50 }, maxBodyKb: 1024, uploadMb: { "/import*": 20 } },
};
export const built = (changes: Partial<FirewallArgs> = {}) =>
    recorded(() => void new Firewall("firewall", { ...args, ...changes }));
export const aclOf = async (changes: Partial<FirewallArgs> = {}) =>
    inputsOf(await built(changes), "aws:wafv2/webAcl:WebAcl") as never;

/** For a suite: a firewall that nobody has asked yet, before each test. */
export function freshFirewall() {
    let firewall: LocalFirewall;
    const renew = async (changes: Partial<FirewallArgs> = {}) =>
        void (firewall = new LocalFirewall(await aclOf(changes)));
    beforeEach(() => renew());

    /** How many of so many requests get through. */
    const let_ = (count: number, sent: (at: number) => Sent) => {
        const all = Array.from({ length: count }, (_, at) => firewall.ask(sent(at)));
        return all.filter(({ answer }) => answer === "allowed").length;
    };
    const post = (path: string, bytes?: number | string): Sent => ({
        ...{ method: "POST", path },
        headers: bytes === undefined ? {} : { "content-length": String(bytes) },
    });
    const ask = (sent: Sent) => firewall.ask(sent);
    const status = (sent: Sent) => ask(sent).answer;
    return { let_, post, ask, status, renew };
}
