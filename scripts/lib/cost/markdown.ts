import { plain } from "../table.ts";
import type { Difference } from "./difference.ts";
import { dollars, signed, verdictOf } from "./shown.ts";

/** Resources that a comment on a pull request lists; the rest is counted. */
const MOST_ROWS = 30;

/** What a change does to the cost of environments, for a comment on a pull request. */
export function differenceMarkdown(
    ref: string,
    differences: [stack: string, difference: Difference][],
): string {
    const past = differences.filter(([, { isPast }]) => isPast);
    const head =
        past.length > 0
            ? `## Cost: past the limit in ${past.map(([stack]) => cell(stack)).join(" and ")}`
            : "## Cost: within the limit";
    return [head, ...differences.map(([stack, one]) => sectionOf(stack, ref, one))].join("\n\n");
}

function sectionOf(stack: string, ref: string, difference: Difference): string {
    const { changed, newUnknown } = difference;
    const rows = changed
        .slice(0, MOST_ROWS)
        .map(({ component, resource, beforeUsd, afterUsd, usd }) =>
            row([cell(component), code(resource), sumOf(beforeUsd), sumOf(afterUsd), `**${signed(usd)}**`]),
        );
    const more = changed.length - MOST_ROWS;
    const table = [
        row(["Component", "Resource", "Before", "After", "Change"]),
        row(["---", "---", "---:", "---:", "---:"]),
        ...rows,
    ].join("\n");
    const unknown = newUnknown.map(
        ({ resource, what, unknown: why }) => `- ${code(resource)}, ${cell(what)}: ${cell(why ?? "")}`,
    );
    return [
        cell(verdictOf(stack, ref, difference)),
        ...(rows.length === 0 ? [] : [table]),
        ...(more > 0 ? [`and ${more} more, each of which changes less.`] : []),
        ...(unknown.length === 0
            ? []
            : [`Unknown, new or more than before, and in no sum:\n\n${unknown.join("\n")}`]),
    ].join("\n\n");
}

const sumOf = (usd: number | undefined) => (usd === undefined ? "-" : dollars(usd));
const row = (cells: string[]) => `| ${cells.join(" | ")} |`;
/** Names come from a program: none may end a cell, or be read as a tag or a mention. */
const cell = (text: string) => plain(text).replace(/[|<>&@`]/g, (mark) => `&#${mark.charCodeAt(0)};`);
const code = (text: string) => `\`${plain(text).replace(/[`|]/g, "'")}\``;
