import { stripVTControlCharacters } from "node:util";

/** Columns under their titles, as wide as their longest text; the last one ends where its text does. */
export function table(titles: string[], rows: string[][]): string {
    const lines = [titles, ...rows.map((row) => row.map(plain))];
    const widths = titles.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
    return lines
        .map((line) =>
            line
                .map((text, column) => text.padEnd(widths[column] ?? 0))
                .join("  ")
                .trimEnd(),
        )
        .join("\n");
}

/** Lines of a title and a text, the texts below each other. */
export function aligned(rows: string[][]): string[] {
    const width = Math.max(...rows.map(([title = ""]) => title.length));
    return rows.map(([title = "", text]) => `  ${title.padEnd(width)}  ${text}`);
}

/** Text from elsewhere on one line, without what could move the cursor or colour the terminal. */
export function plain(text: string): string {
    return tame(text).replace(/\s+/g, " ").trim();
}

/** The same, with as many blanks as it had. */
export function tame(line: string): string {
    return stripVTControlCharacters(line).replace(/[\p{Cc}\p{Cf}]/gu, " ");
}

/** "3 min", "5 h", "12 days": how long ago, or how long it takes. */
export function span(milliseconds: number): string {
    const minutes = Math.max(0, milliseconds) / 60_000;
    if (minutes < 1) return `${Math.round(minutes * 60)} s`;
    if (minutes < 120) return `${Math.round(minutes)} min`;
    if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h`;
    return `${Math.round(minutes / 60 / 24)} days`;
}

/** A moment as the commands take it: absolute, in UTC, in whole seconds. */
export function utc(time: Date): string {
    return `${time.toISOString().slice(0, 19)}Z`;
}
