import type { Node } from "./graph.ts";
import type { Edit } from "./rule.ts";

/** What people write in the tag `compliance` of what they are held to, and what it stands for. */
export const frameworks = {
    soc2: "SOC 2",
    hipaa: "HIPAA",
    pciDss: "PCI DSS v4.0.1",
    gdpr: "GDPR",
} as const;

export type Profile = keyof typeof frameworks;

/** Days that logs are kept at the least. PCI DSS v4.0.1, 10.5.1: twelve months. The others name no number: docs/compliance.md. */
const logDays: Record<Profile, number> = { soc2: 365, hipaa: 365, pciDss: 365, gdpr: 0 };
/** The same, of who did what, and of what was tested. 45 CFR 164.316(b)(2)(i): six years, where that has to be documented. */
const recordDays: Record<Profile, number> = { ...logDays, hipaa: 2192 };

type Tags = Record<string, unknown> | undefined;
const word = "compliance";

/** The profiles that something is tagged with: by itself, or by the provider's default tags. */
export function profilesOf(node: Node<any>): Profile[] {
    const own = (node.props.tags as Tags)?.[word];
    return profilesIn(own ?? (node.props.tagsAll as Tags)?.[word] ?? "");
}

/** The profiles that such a tag names; what it says besides is somebody else's. */
export function profilesIn(tag: unknown): Profile[] {
    const words = String(tag).split(/[\s:/+]+/);
    return words.filter((name): name is Profile => Object.hasOwn(frameworks, name));
}

/** The days that a log or a record has to be kept, and who asks for them. */
export function leastDays(node: Node<any>, kind: "log" | "record"): { days: number; by: string } {
    const table = kind === "log" ? logDays : recordDays;
    const asked = profilesOf(node).toSorted((a, b) => table[b] - table[a])[0];
    return asked ? { days: table[asked], by: frameworks[asked] } : { days: 0, by: "" };
}

/** Tags something with profiles, and does what they don't let pass. */
export function under(profiles: string, edit: Edit): Edit {
    return (node, nodes) => {
        node.props.tags = { ...node.props.tags, [word]: profiles };
        edit(node, nodes);
    };
}
