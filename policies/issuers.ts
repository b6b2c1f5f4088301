import * as aws from "@pulumi/aws";
import { inFound } from "./edits.ts";
import type { Node } from "./graph.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { listOf } from "./values.ts";

/** Amazon, by each of its names (ACM User Guide, "(Optional) Configure a CAA record"; read 2026-11-23). */
const amazon = /^\d+ issue(wild)? "(amazon|amazontrust|awstrust|amazonaws)\.com"$/;

/** Why others may issue certificates for a name that this stack answers for, or Amazon may not; nothing where neither is so. */
export function whyIssuedByOthers({ props }: Node<any>, stack: Stack): string | undefined {
    const name = bare(String(props.domainName).replace(/^\*\./, ""));
    const isOurs = recordsOf(stack, /^(A|AAAA)$/).some((one) => bare(one.props.name) === name);
    if (!isOurs || isBought(name)) return undefined;
    const own = issuersOf(name, stack);
    if (own.length === 0) return `Any authority in the world may issue a certificate for ${name}.`;
    const values: string[] = own.flatMap((one) => listOf<string>(one.props.records));
    const issuing = values.filter((one) => /^\d+ issue/.test(one));
    const isAmazons = issuing.length > 0 && issuing.every((one) => amazon.test(one));
    return isAmazons
        ? undefined
        : `Not Amazon alone may issue certificates for ${name}: ${values.join(", ")}.`;
}

/** Edits the records that say who may issue a certificate; "remove" takes them out. */
export function inIssuers(edit: Edit | "remove"): Edit {
    return inFound(({ props }, stack) => issuersOf(bare(String(props.domainName)), stack), edit);
}

/** What counts for a name: its own, or that of a name above it. */
function issuersOf(name: string, stack: Stack): Node<any>[] {
    return recordsOf(stack, /^CAA$/).filter((one) => `.${name}`.endsWith(`.${bare(one.props.name)}`));
}

function recordsOf(stack: Stack, type: RegExp): Node<any>[] {
    return (stack.all(aws.route53.Record) as Node<any>[]).filter(({ props }) => type.test(props.type));
}

/** Whether a name can be one that is bought, such as acme.dev or acme.co.uk: its owner speaks for more than what is here. */
function isBought(name: string): boolean {
    const [country = "", kind = "", ...more] = name.split(".").reverse();
    return more.length === 0 || (more.length === 1 && country.length === 2 && kind.length <= 3);
}

function bare(name: string): string {
    return name.replace(/\.$/, "").toLowerCase();
}
