import { z } from "zod";
import { docs } from "./docs.ts";
import type { Tier } from "./tiers.ts";

/** What an auditor may ask about. docs/compliance.md says what each of them is served by, and what is outside. */
export const frameworks = {
    soc2: "SOC 2",
    hipaa: "HIPAA",
    pciDss: "PCI DSS v4.0.1",
    gdpr: "GDPR",
} as const;

export type Profile = keyof typeof frameworks;
const profiles = Object.keys(frameworks) as Profile[];

/** The frameworks that an environment is held to. */
export const compliance = z
    .array(z.enum(profiles))
    .max(profiles.length)
    .refine((chosen) => new Set(chosen).size === chosen.length)
    .register(docs, {
        says: "Frameworks that an auditor will ask about: each holds some settings, and turns parts on that are paid for. Help for an audit, and no certificate: docs/compliance.md.",
        use: "a list of soc2, hipaa, pciDss and gdpr, each once, such as [soc2, gdpr], or []",
    });

interface Kept {
    /** Days that the account's audit log is kept at the least. */
    auditDays?: number;
    /** Days that the evidence of restores, loads and drills is kept at the least. */
    evidenceDays?: number;
}
type Guards = Pick<Tier["guards"], "inspects" | "standards">;

/** Six years, two leap days among them. */
const sixYears = 2192;
const best = "aws-foundational-security-best-practices/v/1.0.0";
const inspects = ["ECR", "LAMBDA"];

/** What a profile turns on, whatever the tier. */
export const turnsOn: Record<Profile, Guards & Kept & { because: string }> = {
    soc2: {
        ...{ standards: [best], inspects },
        because: "CC7.1: changes of settings, and holes that have become known, are looked for",
    },
    hipaa: {
        ...{ standards: [best], inspects, auditDays: sixYears, evidenceDays: sixYears },
        because:
            "164.308(a)(8): evaluation, 164.308(a)(1)(ii)(A): risks and vulnerabilities are assessed; 164.316(b)(2)(i): what was done, and has to be documented, is kept for six years",
    },
    pciDss: {
        ...{ standards: ["pci-dss/v/4.0.1"], inspects },
        because: "10.4.1.1: machines review what was logged; 11.3.1: vulnerabilities are looked for",
    },
    gdpr: {
        ...{ standards: [best], inspects: [] },
        because: "Art. 32(1)(d): measures are tested, assessed and evaluated again and again",
    },
};

const both = (one: readonly string[], other: readonly string[]) => [...new Set([...one, ...other])];

/** What guards the account: what the tier pays for, and what the profiles turn on besides. */
export function guardsFor(chosen: readonly Profile[], tier: Tier["guards"], logRetentionDays: number) {
    const on = chosen.map((profile) => turnsOn[profile]);
    return {
        ...tier,
        standards: on.reduce((all, { standards }) => both(all, standards), tier.standards),
        inspects: on.reduce((all, one) => both(all, one.inspects), tier.inspects),
        retentionDays: Math.max(logRetentionDays, ...on.map(({ auditDays = 0 }) => auditDays)),
    };
}

/** How long the evidence is kept, where a profile asks for more than the blueprint does by itself. */
export function evidenceFor(chosen: readonly Profile[]): { keepDays?: number } {
    const days = Math.max(0, ...chosen.map((profile) => turnsOn[profile].evidenceDays ?? 0));
    return days > 0 ? { keepDays: days } : {};
}

/** Worn by everything, so that the policies know what they hold it to, and who has what an account has once. */
export function worn(chosen: readonly Profile[], guardedBy = ""): Record<string, string> {
    return {
        ...(chosen.length > 0 && { compliance: chosen.join(" ") }),
        ...(guardedBy !== "" && { "guarded-by": guardedBy }),
    };
}
