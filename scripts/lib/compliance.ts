import { realpathSync } from "node:fs";
import path from "node:path";
import type { Rehearsal } from "../../rehearsal/rehearse.ts";
import { wrapped } from "../../rehearsal/report/wrap.ts";

/** The pack whose rules the map of controls is about. */
const pack = realpathSync(path.resolve(import.meta.dirname, "../../policies"));

type Judged = Pick<Rehearsal, "resources" | "violations" | "notApplicable">;

/**
 * What the rules say of the compliance profiles that a program is tagged with: which controls those serve that found
 * something to judge, and which the broken ones do not serve. Nothing without a profile, or where others judged it.
 */
export async function complianceReport(
    { resources, violations, notApplicable }: Judged,
    packs: readonly { folder: string }[],
): Promise<string[]> {
    const tagged = resources.map(({ outputs }) => Object(outputs.tagsAll).compliance as unknown);
    const text = tagged.find((one) => typeof one === "string");
    if (text === undefined || !packs.some(({ folder }) => realpathSync(folder) === pack)) return [];
    // Loaded where it is asked for alone: the user waits for all that a command loads.
    const [{ controlsOf }, { frameworks, profilesIn }, { rules }] = await Promise.all([
        import("../../policies/compliance.ts"),
        import("../../policies/profiles.ts"),
        import("../../policies/rules/index.ts"),
    ]);
    const idle = new Set(notApplicable.map(({ policy }) => policy));
    const broken = new Set(violations.map(({ policy }) => policy));
    const lines = profilesIn(text).flatMap((profile) => {
        const judging = rules.filter((rule) => !idle.has(rule.id) && controlsOf(rule, profile).length > 0);
        const [good, bad] = [
            judging.filter(({ id }) => !broken.has(id)),
            judging.filter(({ id }) => broken.has(id)),
        ];
        const served = (all: typeof judging) =>
            [...new Set(all.flatMap((rule) => controlsOf(rule, profile)))].sort(byNumber);
        const left = served(bad).join(", ");
        const by = bad.map(({ id }) => id).join(", ");
        return [
            `${frameworks[profile]}: ${good.length} rules serve ${served(good).length} controls: ${served(good).join(", ")}.`,
            ...(bad.length > 0 ? [`Not served as it is: ${left}, by ${by}.`] : []),
        ];
    });
    if (lines.length === 0) return [];
    const title = "Compliance, as help for an audit and no certificate (docs/compliance.md):";
    return ["", ...wrapped(title, 0), ...lines.flatMap((line) => wrapped(line, 4))];
}

const byNumber = (one: string, other: string) => one.localeCompare(other, "en", { numeric: true });
