import * as aws from "@pulumi/aws";
import * as cloudflare from "@pulumi/cloudflare";
import { inFound } from "./edits.ts";
import { rulesOf, stops, type FirewallRule } from "./firewall.ts";
import type { Node, PropsOf } from "./graph.ts";
import { isSet } from "./references.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { isOn, listOf, numberOf } from "./values.ts";

/** The firewalls that stand behind a proxied record of Cloudflare's: those of the CDN that serves its name. */
export function firewallsBehind(record: Node<any>, stack: Stack): Node<any>[] {
    if (!isOn(record.props.proxied)) return [];
    const serves = ({ props }: Node<any>) => listOf<unknown>(props.aliases).includes(record.props.name);
    const served = stack.all(aws.cloudfront.Distribution).filter(serves);
    return served.flatMap((one) =>
        isSet(one.props, "webAclId") ? stack.named(one, "webAclId", aws.wafv2.WebAcl) : [],
    );
}

/** Edits what stands behind a proxied record, and nothing behind another. */
export function behindProxy(edit: Edit): Edit {
    return inFound(firewallsBehind, edit);
}

/** Edits the resources that are found from a proxied record; "remove" takes them out of the stack. */
export function fromProxy(...[find, edit]: Parameters<typeof inFound>): Edit {
    return inFound((record, stack) => (isOn(record.props.proxied) ? find(record, stack) : []), edit);
}

type Statement = NonNullable<FirewallRule["statement"]>;

/** Whether a statement finds only requests from sets of addresses, by whoever is connected. */
function isFromSets({ orStatement, ipSetReferenceStatement: set }: Statement): boolean {
    if (orStatement) return listOf(orStatement.statements).every(isFromSets);
    return set !== undefined && set.ipSetForwardedIpConfig === undefined;
}

function isFor(name: string, { byteMatchStatement: match }: Statement): boolean {
    const { fieldToMatch, positionalConstraint, searchString } = match ?? {};
    const isHost = fieldToMatch?.singleHeader?.name?.toLowerCase() === "host";
    return isHost && positionalConstraint === "EXACTLY" && searchString === name;
}

/** What has to be true of a request that a rule lets pass. */
function sparedBy({ statement }: FirewallRule): Statement[] {
    const inner = statement?.notStatement?.statement;
    return inner?.andStatement ? listOf(inner.andStatement.statements) : listOf(inner);
}

/** Whether the first rule of a firewall finds all but what comes from sets of addresses, for that name. */
export function findsAllBut(name: string, [first]: FirewallRule[]): boolean {
    const spared = first ? sparedBy(first) : [];
    return spared.some(isFromSets) && spared.some((one) => isFor(name, one));
}

/** Whether a firewall takes clients' addresses from a proxy, or turns away all but one: either says that one is in front. */
export function isBehindProxy(acl: PropsOf<aws.wafv2.WebAclArgs>): boolean {
    const isForwarded = ({ statement }: FirewallRule) =>
        statement?.rateBasedStatement?.aggregateKeyType === "FORWARDED_IP";
    return rulesOf(acl).some((rule) => isForwarded(rule) || sparedBy(rule).some(isFromSets));
}

/** Whether clients' addresses can be taken from a header: a proxy is declared in front, or all but one's requests are stopped. */
export function hasProxy(acl: Node<any>, stack: Stack): boolean {
    const [first] = rulesOf(acl.props);
    const isDoor = first !== undefined && stops(first) && sparedBy(first).some(isFromSets);
    const isBehind = (record: Node<any>) => firewallsBehind(record, stack).some(({ urn }) => urn === acl.urn);
    return isDoor || stack.all(cloudflare.DnsRecord).some(isBehind);
}

/** Whether a block is larger than Cloudflare's own, a /13 and a /29 at most (https://www.cloudflare.com/ips/, as of 2026-09-24). */
export function isTooWide(block: string): boolean {
    return !(numberOf(block.split("/")[1]) >= (block.includes(":") ? 29 : 13));
}
