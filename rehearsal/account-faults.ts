import { accountOf } from "./account.ts";
import { ACCOUNT } from "./cloud/row.ts";
import type { Fault } from "./engine/resource.ts";
import { providerUrnOf } from "./engine/providers.ts";
import { accountWide, ownAccounts, sharedIn, type Held, type Shared } from "./limits/account-wide.ts";
import { textOf } from "./limits/row.ts";
import type { Rehearsal } from "./rehearse.ts";
import { plain } from "./values.ts";

const LIMITED = new Set(accountWide.map(({ type }) => type));
const PER_STACK = "allowedAccountIds of its AWS provider";

/** What a stack registers of such things, with the account and the region in which it would be made. */
function heldBy({ stack, resources }: Rehearsal): Held[] {
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    return resources
        .filter(({ type, external }) => LIMITED.has(type) && !external)
        .map((resource) => {
            const provider = resource.provider && providerUrnOf(resource.provider);
            const settings = plain(byUrn.get(provider ?? "")?.inputs ?? {});
            const held = { ...resource, stack, provider, inputs: plain(resource.inputs) };
            const account = accountOf(settings);
            // The made-up account says that the program asked who is signed in, which nobody knows here.
            const own = ownAccounts(held)?.filter((id) => id !== ACCOUNT) ?? [];
            const accounts = own.length > 0 ? own : account === undefined ? undefined : [account];
            return { ...held, accounts, region: textOf(held.inputs.region ?? settings.region) };
        });
}

function listed(words: string[]): string {
    return [...new Set(words)].join(" and ");
}

/** Why two count as being in one account, and what to do. */
function wayOut({ held, others, row }: Shared): string {
    if (others.every(({ stack }) => stack === held.stack)) return "keep one of them";
    if (row.within !== undefined) return `they are in one ${row.within}: let one stack own it`;
    const unnamed = [held, ...others].filter(({ accounts }) => accounts === undefined);
    if (unnamed.length > 0) {
        const stacks = listed(unnamed.map(({ stack }) => stack));
        return `the account of ${stacks} is not known and counts as any other's: name the account of each stack in ${PER_STACK}, or let one stack own it`;
    }
    const common = held.accounts?.filter((id) => others.some(({ accounts }) => accounts?.includes(id))) ?? [];
    return `they are in one account, ${listed(common)}: let one stack own it, or give each stack an account of its own in ${PER_STACK}`;
}

function faultOf(shared: Shared): Fault {
    const { held, others, row } = shared;
    const where = row.regional
        ? "in an account's region"
        : `in ${row.within ? "a" : "an"} ${row.within ?? "account"}`;
    const seen = listed(
        others.map(
            ({ stack, name }) => `${name} of ${stack === held.stack ? "this stack" : `the stack ${stack}`}`,
        ),
    );
    const message = `is ${row.thing}, of which there is one ${where}, and so is ${seen}; ${wayOut(shared)} (${row.source})`;
    return { kind: "limit", urn: held.urn, message };
}

/** Several stacks' results, each with a fault for what it registers although its account has it already. */
export function judgedTogether<Failed extends { error: string }>(
    outcomes: (Rehearsal | Failed)[],
): (Rehearsal | Failed)[] {
    const done = outcomes.filter((outcome): outcome is Rehearsal => !("error" in outcome));
    /** Another stack's words may hold that stack's secrets. */
    const hide = (text: string) => done.reduce((shown, one) => one.hide?.(shown) ?? shown, text);
    const faults = sharedIn(done.flatMap(heldBy)).map(faultOf);
    return outcomes.map((outcome) => {
        if ("error" in outcome) return outcome;
        const urns = new Set(outcome.resources.map(({ urn }) => urn));
        const own = faults.filter(({ urn }) => urns.has(urn));
        const hidden = own.map((fault) => ({ ...fault, message: hide(fault.message) }));
        return { ...outcome, faults: [...outcome.faults, ...hidden] };
    });
}
